import { classesOfCard } from '../../../../src-shared/class-list.ts';
import type { Command } from 'commander';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { AttackOptions } from '../../../../src-shared/attacks/index.ts';
import { addAttackFlags, attackOptionsOf, budgetUnits } from '../input/attack-flags.ts';
import { idByStart } from '../input/by-start.ts';
import { newCommand } from '../input/command.ts';
import { textTable } from '../output/text-table.ts';
import { several, shareAboveZero, wholeNumber } from '../input/parse.ts';
import { answer, EXPORT, stored, subjectOf, withRecords, type SubjectOptions } from './answer-analysis.ts';
import { addCertifyCommand } from './certify.ts';
import { addExampleCommands } from './examples.ts';
import { runCommand, type CommandContext, type CommandResult, type GlobalOptions } from '../run/session.ts';
import { duration } from '../../../../src-shared/format/duration.ts';

interface CurveOptions extends SubjectOptions {
  alphaShare?: number;
}

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
  addAttackFlags(curve).action(async (options: CurveOptions & { epsilons?: number[]; effort?: true }) => {
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
  addAttackFlags(least).action(async (options: CurveOptions & { maxEpsilon?: number }) => {
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

  addExampleCommands(program);
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

function withSubject(command: Command): Command {
  return withRecords(command, { model: 'fool', records: 'attack' }).option(
    '--alpha-share <share>',
    'α as a share of ε (default: 0.1)',
    shareAboveZero,
  );
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
