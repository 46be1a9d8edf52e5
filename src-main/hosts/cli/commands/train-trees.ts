import type { Command } from 'commander';
import { duration } from '../../../../src-shared/format/duration.ts';
import { percent } from '../../../../src-shared/format/share.ts';
import { newCommand } from '../input/command.ts';
import { newName, wholeNumber } from '../input/parse.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

/** `train-trees`: a model of coarse features instead of a network. */
export function addTrainTreesCommand(program: Command): void {
  newCommand(
    program,
    'train-trees',
    'Train boosted trees on measured features (R-R intervals, shape of the median beat, spectrum, quality) instead of a network. Like any other model it is evaluated and attacked, by black boxes and by transfer: it has no gradient.',
    'train-trees --dataset training2017-han2020',
  )
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option('--name <name>', 'of the model (default: trees)', newName)
    .option(
      '--rounds <number>',
      'at most; those with the lowest validation loss are kept (default: 600)',
      wholeNumber(1, 10_000),
    )
    .action(async (options: GlobalOptions & { dataset?: string; name?: string; rounds?: number }) => {
      await runCommand(options, async ({ services, follow }) => {
        const datasetId = services.datasets.find(options.dataset).id;
        const { name, rounds } = options;
        const result = await follow(services.startTreesTraining({ datasetId, name, rounds }));
        const text = `Model ${result.name}: ${result.rounds} rounds of trees on ${result.features} features of ${result.records} records; ${percent(result.accuracy)} of the validation records are right. ${duration(result.seconds)}`;
        return { data: result, text };
      });
    });
}
