import { classesOfCard } from '../../../../src-shared/class-list.ts';
import type { Command } from 'commander';
import type { Proportion } from '../../../../src-shared/analyses/common.ts';
import type { ResultOf } from '../../../../src-shared/analyses/index.ts';
import type { Split } from '../../../../src-shared/ecg.ts';
import { addAttackFlags, attackOptionsOf } from '../input/attack-flags.ts';
import { newCommand } from '../input/command.ts';
import { split, wholeNumber } from '../input/parse.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';
import { percent, percentInterval } from '../../../../src-shared/format/share.ts';

interface TransferOptions extends GlobalOptions {
  surrogate: string;
  model?: string;
  dataset?: string;
  split: Split;
  limit?: number;
}

export function addTransferCommand(program: Command): void {
  const transfer = newCommand(
    program,
    'transfer',
    'Black box by transfer: attack a surrogate, and let another model classify the stored signals, beside noise of the same size and spectrum.',
    'transfer --surrogate compact-seed-2 --model compact --preset han2020-sap --limit 50',
  )
    .requiredOption('--surrogate <name>', 'model that is attacked')
    .option('--model <name>', 'model that only judges (default: the bundled one)')
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option('--split <split>', 'train, validation or test', split, 'test' as Split)
    .option('--limit <number>', 'attack only the first N records', wholeNumber(1));
  addAttackFlags(transfer).action(async (options: TransferOptions) => {
    await runCommand(options, async ({ services, follow }) => {
      const target = services.models.find(options.model);
      const surrogate = services.models.find(options.surrogate);
      const job = services.analyses.start({
        kind: 'transfer',
        modelId: target.id,
        surrogateModelId: surrogate.id,
        datasetId: services.datasets.find(options.dataset).id,
        split: options.split,
        limit: options.limit,
        attack: attackOptionsOf(transfer, classesOfCard(surrogate.card)),
      });
      const { analysisId } = await follow(job);
      const { result } = services.analyses.getOf('transfer', analysisId);
      return { data: { analysisId, ...result }, text: transferText(result, surrogate.name, target.name) };
    });
  });
}

export function transferText(result: ResultOf<'transfer'>, surrogate: string, target: string): string {
  const { records, agreement, fooledSurrogate, fooledTarget, fooledTargetWhereSurrogate, noise, runId } = result;
  const known = result.targetTrainedOn ?? 0;
  return [
    `${records} records; attacked: ${surrogate} (run ${runId}), judged: ${target}`,
    `Same class by both before the attack: ${share(agreement)}`,
    `${surrogate} fooled, of what it gets right: ${share(fooledSurrogate)}`,
    `${target} fooled, of what it gets right: ${share(fooledTarget)}`,
    `  where ${surrogate} was fooled: ${share(fooledTargetWhereSurrogate)}`,
    `  by noise of the same size and spectrum instead: ${share(noise)}`,
    ...(known > 0 ? [`${target} was trained on ${known} of these records, which makes them unlike new ones.`] : []),
  ].join('\n');
}

function share({ count, of, rate, interval }: Proportion): string {
  const between = interval ? ` (95 % ${percentInterval(interval)}, Wilson)` : '';
  return `${count} of ${of} = ${percent(rate)}${between}`;
}
