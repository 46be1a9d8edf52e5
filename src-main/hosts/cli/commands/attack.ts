import type { Command } from 'commander';
import { Option } from 'commander';
import { ATTACK_METHODS, attackOptionsSchema, type AttackOptionsInput } from '../../../../src-shared/attack-options.ts';
import type { ClassIndex, Split } from '../../../../src-shared/ecg.ts';
import type { AttackResult } from '../../../services/create-services.ts';
import { newCommand } from '../command.ts';
import { percent } from '../format.ts';
import { budgetUnits, classIndex, positiveNumber, split, wholeNumber } from '../parse.ts';
import { runCommand, type GlobalOptions } from '../session.ts';

interface AttackCommandOptions extends GlobalOptions {
  method: AttackOptionsInput['method'];
  model?: string;
  dataset?: string;
  split: Split;
  limit?: number;
  epsilon: number;
  alpha: number;
  pgdSteps: number;
  sapSteps: number;
  kernels: 'cross25' | 'paired5';
  padding: 'masked' | 'han2020';
  target?: ClassIndex;
  export?: string;
}

const defaults = attackOptionsSchema.parse({ method: 'sap' });

export function addAttackCommand(program: Command): void {
  newCommand(
    program,
    'attack',
    'Make adversarial ECGs, store every example with its provenance, and report how many records were fooled.',
    'attack --method sap --split test --limit 50 --epsilon 10 --export sap.npz',
  )
    .addOption(new Option('--method <method>', 'attack').choices(ATTACK_METHODS).default(defaults.method))
    .option('--model <name>', 'model to fool (default: the bundled one)')
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option('--split <split>', 'train, validation or test', split, 'test' as Split)
    .option('--limit <number>', 'attack only the first so many records', wholeNumber(1))
    .option(
      '--epsilon <units>',
      'largest change of a sample, ADC units (10 = 10 µV in CinC 2017); from 1 up, a fraction acts as the whole number below it',
      budgetUnits,
      defaults.epsilonUnits,
    )
    .option('--alpha <units>', 'change per step, ADC units', positiveNumber, defaults.alphaUnits)
    .option('--pgd-steps <number>', 'steps of PGD (for SAP: of its start)', wholeNumber(1, 10_000), defaults.pgdSteps)
    .option('--sap-steps <number>', 'steps of SAP after its start', wholeNumber(1, 10_000), defaults.sapSteps)
    .addOption(
      new Option('--kernels <set>', 'smoothing kernels of SAP')
        .choices(['cross25', 'paired5'])
        .default(defaults.kernels),
    )
    .addOption(
      new Option('--padding <mode>', 'what happens to padding')
        .choices(['masked', 'han2020'])
        .default(defaults.padding),
    )
    .option(
      '--target <class>',
      'lead every record to this class: N, A, O or ~ (default: away from its own)',
      classIndex,
    )
    .option('--export <file.npz>', 'also write the run for other programs')
    .action(async (options: AttackCommandOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const attack = attackOptionsSchema.parse({
          method: options.method,
          epsilonUnits: options.epsilon,
          alphaUnits: options.alpha,
          pgdSteps: options.pgdSteps,
          sapSteps: options.sapSteps,
          kernels: options.kernels,
          padding: options.padding,
          target: options.target ?? null,
        });
        const job = services.attacks.start({
          modelId: services.models.find(options.model).id,
          datasetId: services.datasets.find(options.dataset).id,
          split: options.split,
          limit: options.limit,
          options: attack,
        });
        const result = (await follow(job)) as AttackResult;
        if (options.export !== undefined) await follow(services.attacks.startExport(result.runId, options.export));
        return { data: result, text: attackText(result, options.export) };
      });
    });
}

function attackText(result: AttackResult, exported: string | undefined): string {
  const {
    runId,
    engine,
    records,
    originallyCorrect,
    attackable,
    fooled,
    asr,
    asrInterval,
    accuracyUnderAttack,
    secondsPerRecord,
    zeroGradient,
  } = result;
  const between = asrInterval ? ` (95 % ${percent(asrInterval[0])} to ${percent(asrInterval[1])}, Wilson)` : '';
  return [
    `Run ${runId}`,
    `${records} records, ${originallyCorrect} classified correctly before the attack`,
    ...(attackable < originallyCorrect
      ? [`${originallyCorrect - attackable} of them had the target's class already and are not in the success rate`]
      : []),
    `Attack success rate: ${fooled} of ${attackable} = ${percent(asr)}${between}`,
    `Accuracy under attack: ${percent(accuracyUnderAttack)} of all ${records} records`,
    `${secondsPerRecord.toFixed(2)} s per record, with ${engine}`,
    ...(zeroGradient > 0
      ? [`Warning: the gradient was 0 at some step for ${zeroGradient} records, so the attack stood still there.`]
      : []),
    ...(exported === undefined ? [] : [`Written: ${exported}`]),
  ].join('\n');
}
