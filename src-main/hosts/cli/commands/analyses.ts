import { classesOfCard } from '../../../../src-shared/class-list.ts';
import { Option, type Command } from 'commander';
import { analysisRequestSchema } from '../../../../src-shared/analyses/index.ts';
import type { Analysis } from '../../../../src-shared/contract/analyses.ts';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { AttackOptions } from '../../../../src-shared/attacks/index.ts';
import type { Split } from '../../../../src-shared/ecg.ts';
import type { Services } from '../../../services/create-services.ts';
import {
  certificateText,
  deviceText,
  epsilonCurveText,
  existenceText,
  minimalPerturbationText,
} from '../output/analysis-text.ts';
import { addAttackFlags, attackOptionsOf, budgetUnits } from '../input/attack-flags.ts';
import { idByStart } from '../input/by-start.ts';
import { newCommand } from '../input/command.ts';
import { textTable } from '../output/text-table.ts';
import { positiveNumber, several, shareAboveZero, split, wholeNumber } from '../input/parse.ts';
import { writeText } from '../output/write-text.ts';
import { runCommand, type CommandContext, type CommandResult, type GlobalOptions } from '../run/session.ts';
import { targetedTableText } from '../output/targeted-table-text.ts';
import { transferText } from './transfer.ts';
import { leftOutText } from '../../../../src-shared/models/left-out.ts';
import { duration } from '../../../../src-shared/format/duration.ts';

interface SubjectOptions extends GlobalOptions {
  model?: string;
  dataset?: string;
  split: Split;
  limit?: number;
  alphaShare?: number;
  export?: string;
}

interface ExistenceOptions extends GlobalOptions {
  export?: string;
  limit?: number;
  draws?: number;
  sigma?: number;
  compat?: string;
  seed?: number;
  record?: string;
}

/** Whatever an analysis prints as text, as a table for other programs. */
const EXPORT = ['--export <file.csv>', 'also write the result as CSV'] as const;

/** Analyses, which need more than one attack run. A result that is stored already is shown, not computed again. */
export function addAnalysisCommands(program: Command): void {
  const curve = withSubject(
    newCommand(
      program,
      'curve',
      'How often records are fooled at each budget, beside noise of the same size and spectrum. --epsilons and --alpha-share set ε and α of each point.',
      'curve --method sap --limit 50 --epsilons 1,2,5,10,20,50,100,150',
    ),
  )
    .option('--epsilons <units,…>', 'budgets, ADC units (default: 1,2,5,10,20,50,100,150)', several(budgetUnits))
    .option(
      '--effort',
      'also with twice the steps and from more random starts, at the budget nearest to 10: does that fool more?',
    );
  addAttackFlags(curve).action(async (options: SubjectOptions & { epsilons?: number[]; effort?: true }) => {
    await runCommand(options, (context) =>
      answer(context, options.export, {
        kind: 'epsilon-curve',
        ...subjectOf(context, options),
        attack: attackWithoutBudget(context, curve, options),
        epsilonsUnits: options.epsilons,
        alphaShare: options.alphaShare,
        effort: options.effort,
      }),
    );
  });

  const least = withSubject(
    newCommand(
      program,
      'least',
      'The smallest ε in whole units at which the attack fools each record, every ε tried: medians by class, with intervals. --alpha-share sets α.',
      'least --method pgd --limit 50 --max-epsilon 150',
    ),
  ).option('--max-epsilon <units>', 'the largest ε that is tried, ADC units (default: 150)', wholeNumber(1, 32767));
  addAttackFlags(least).action(async (options: SubjectOptions & { maxEpsilon?: number }) => {
    await runCommand(options, (context) =>
      answer(context, options.export, {
        kind: 'least-perturbation',
        ...subjectOf(context, options),
        attack: attackWithoutBudget(context, least, options),
        maxEpsilonUnits: options.maxEpsilon,
        alphaShare: options.alphaShare,
      }),
    );
  });

  newCommand(
    program,
    'existence <run>',
    'Whether the neighbourhood of a run’s examples is adversarial too: by noise, crossings and band, each beside random directions.',
    'existence 3f0c2c1e --limit 20 --draws 1000 --compat han2020',
  )
    .option(
      '--limit <number>',
      'explore only the first N examples that were classified correctly and are fooled',
      wholeNumber(1),
    )
    .option('--draws <number>', 'new signals of each procedure (default: 1000)', wholeNumber(1, 100_000))
    .option('--sigma <units>', 'standard deviation of the noise, ADC units (default: 5)', positiveNumber)
    .addOption(new Option('--compat <name>', 'also do what the public scripts do').choices(['none', 'han2020']))
    .option('--seed <number>', 'seed of all random draws (default: 1)', wholeNumber(0, 2_147_483_647))
    .option('--record <name>', 'record of the band figure (default: the example in the middle)')
    .option(...EXPORT)
    .action(async (run: string, options: ExistenceOptions) => {
      await runCommand(options, (context) =>
        answer(context, options.export, {
          kind: 'existence',
          runId: idByStart('attack run', context.services.attacks.list(), run),
          limit: options.limit,
          draws: options.draws,
          sigmaUnits: options.sigma,
          compat: options.compat,
          seed: options.seed,
          record: options.record,
        }),
      );
    });

  newCommand(
    program,
    'device <run>',
    'Which examples of a run still fool the model after filters, resampling, a gain error, a shift and a coarser resolution, each alone and in turn.',
    'device 3f0c2c1e --draws 20',
  )
    .option(
      '--limit <number>',
      'only the first N examples that were classified correctly and are fooled',
      wholeNumber(1),
    )
    .option('--draws <number>', 'devices for each example and step (default: 10)', wholeNumber(1, 10_000))
    .option('--seed <number>', 'seed of all random draws (default: 1)', wholeNumber(0, 2_147_483_647))
    .option(...EXPORT)
    .action(async (run: string, options: ExistenceOptions) => {
      const { limit, draws, seed } = options;
      await runCommand(options, (context) =>
        answer(context, options.export, {
          kind: 'device',
          runId: idByStart('attack run', context.services.attacks.list(), run),
          ...{ limit, draws, seed },
        }),
      );
    });

  addCertifyCommand(program);

  newCommand(
    program,
    'analyses [id]',
    'List the analyses (Table 1, curve, minimal perturbation, existence, transfer, certificates, devices), or show one.',
    'analyses 3f0c2c1e --export curve.csv',
  )
    .option(...EXPORT)
    .action(async (id: string | undefined, options: GlobalOptions & { export?: string }) => {
      await runCommand(options, (context) =>
        Promise.resolve(
          id === undefined
            ? listed(context)
            : stored(context, idByStart('analysis', context.services.analyses.list(), id), options.export),
        ),
      );
    });
}

interface CertifyOptions extends SubjectOptions {
  subspace?: string;
  kernels?: string;
  sigma?: number;
  draws?: number;
  choosingDraws?: number;
  confidence?: number;
  epsilons?: number[];
  seed?: number;
}

function addCertifyCommand(program: Command): void {
  const certify = newCommand(
    program,
    'certify',
    'Within what distance of each record no perturbation whatever changes the class of most of its noisy copies (randomized smoothing). With --subspace smooth: no smooth one, as SAP’s are.',
    'certify --model tiny --sigma 20 --limit 50 --export certificates.csv',
  );
  withRecords(certify, { model: 'certify', records: 'certify' })
    .addOption(
      new Option('--subspace <name>', 'certify against all perturbations (default), or smooth ones').choices([
        'all',
        'smooth',
      ]),
    )
    .addOption(
      new Option('--kernels <set>', 'kernels that smooth it (default: cross25)').choices(['cross25', 'paired5']),
    )
    .option('--sigma <units>', 'standard deviation of the noise, ADC units (default: 50)', positiveNumber)
    .option('--draws <number>', 'noisy copies of each record (default: 1000)', wholeNumber(1, 1_000_000))
    .option('--choosing-draws <number>', 'others that choose its class (default: 100)', wholeNumber(1, 100_000))
    .option('--confidence <share>', 'of each certificate (default: 0.999)', shareAboveZero)
    .option('--epsilons <units,…>', 'budgets, ADC units (default: 0.5,1,2,5,10,50,75,100,150)', several(positiveNumber))
    .option('--seed <number>', 'seed of the noise (default: 1)', wholeNumber(0, 2_147_483_647))
    .action(async (options: CertifyOptions) => {
      await runCommand(options, (context) =>
        answer(context, options.export, {
          kind: 'certificate',
          ...subjectOf(context, options),
          subspace: options.subspace,
          kernels: options.kernels,
          sigmaUnits: options.sigma,
          draws: options.draws,
          choosingDraws: options.choosingDraws,
          confidence: options.confidence,
          epsilonsUnits: options.epsilons,
          seed: options.seed,
        }),
      );
    });
}

function withSubject(command: Command): Command {
  return withRecords(command, { model: 'fool', records: 'attack' }).option(
    '--alpha-share <share>',
    'α as a share of ε (default: 0.1)',
    shareAboveZero,
  );
}

/** `verbs`: what is done to the model, and to the records. */
function withRecords(command: Command, verbs: { model: string; records: string }): Command {
  return command
    .option('--model <name>', `model to ${verbs.model} (default: the bundled one)`)
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option('--split <split>', 'train, validation or test', split, 'test' as Split)
    .option('--limit <number>', `${verbs.records} only the first N records`, wholeNumber(1))
    .option(...EXPORT);
}

function subjectOf({ services }: CommandContext, options: SubjectOptions): object {
  return {
    modelId: services.models.find(options.model).id,
    datasetId: services.datasets.find(options.dataset).id,
    split: options.split,
    limit: options.limit,
  };
}

/** AppError 'bad-input' for flags that would change nothing. */
function attackWithoutBudget({ services }: CommandContext, command: Command, { model }: SubjectOptions): AttackOptions {
  const given = command.opts<{ epsilon?: number; alpha?: number }>();
  const [useless] = (['epsilon', 'alpha'] as const).filter((name) => given[name] !== undefined);
  if (useless === undefined) return attackOptionsOf(command, classesOfCard(services.models.find(model).card));
  throw new AppError(
    'bad-input',
    `Here ${command.name() === 'curve' ? '--epsilons' : '--max-epsilon'} and --alpha-share set budgets and steps. Leave out --${useless}.`,
  );
}

/** Options that are left out have their defaults. */
async function answer(context: CommandContext, path: string | undefined, asked: object): Promise<CommandResult> {
  const { services, follow } = context;
  const request = analysisRequestSchema.parse(asked);
  const same = services.analyses.same(request);
  return stored(context, same ?? (await follow(services.analyses.start(request))).analysisId, path);
}

function stored({ services }: CommandContext, analysisId: string, path?: string): CommandResult {
  const analysis = services.analyses.get(analysisId);
  const { model, dataset, split: part, seconds, engine } = analysis;
  const head = `Analysis ${analysisId} of ${model} on ${dataset} (${part}): ${duration(seconds)} with ${engine}`;
  if (path !== undefined) writeText(path, services.analyses.export(analysisId).text);
  const told = path === undefined ? [] : [`Table: ${path} (docs/data-dictionary.md describes its columns)`];
  const { result } = analysis;
  const leftOut = 'leftOut' in result ? leftOutText(result.leftOut) : undefined;
  return { data: analysis, text: [head, leftOut ?? [], resultText(services, analysis), told].flat().join('\n') };
}

function resultText(services: Services, { kind, request, result, model, classes }: Analysis): string {
  switch (kind) {
    case 'epsilon-curve':
      return epsilonCurveText(result);
    case 'least-perturbation':
      return minimalPerturbationText(result, request, classes);
    case 'existence':
      return existenceText(result);
    case 'targeted-table':
      return targetedTableText(result, classes);
    case 'device':
      return deviceText(result, request);
    case 'certificate':
      return certificateText(result, request);
    case 'transfer':
      return transferText(result, services.models.find(request.surrogateModelId).name, model);
  }
}

function listed({ services }: CommandContext): CommandResult {
  const analyses = services.analyses.list();
  const rows = analyses.map(({ id, kind, model, dataset, split: part, createdAt, seconds }) => [
    id.slice(0, 8),
    kind,
    model,
    `${dataset} (${part})`,
    createdAt.slice(0, 16).replace('T', ' '),
    duration(seconds),
  ]);
  const text =
    rows.length > 0
      ? textTable(['id', 'kind', 'model', 'dataset', 'made (UTC)', 'took'], rows)
      : 'There are no analyses yet.';
  return { data: analyses, text };
}
