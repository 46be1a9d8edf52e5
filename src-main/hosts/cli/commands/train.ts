import { Option, type Command } from 'commander';
import {
  ARCHITECTURES,
  parseTrainOptions,
  trainOptionsSchema,
  type Architecture,
} from '../../../../src-shared/models/train-options.ts';
import { numberLimits } from '../../../../src-shared/number-limits.ts';
import type { JobResults, TrainedModel } from '../../../../src-shared/contract/job-results.ts';
import { leftOutText } from '../../../../src-shared/models/left-out.ts';
import { newCommand } from '../input/command.ts';
import {
  names,
  newName,
  numberWithin,
  positiveNumber,
  probability,
  several,
  shareAboveZero,
  wholeNumber,
} from '../input/parse.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';
import { duration } from '../../../../src-shared/format/duration.ts';
import { gigabytes } from '../../../../src-shared/format/gigabytes.ts';
import { counted } from '../../../../src-shared/format/counted.ts';
import { decimal } from '../../../../src-shared/format/number.ts';
import { say } from '../run/say.ts';

interface TrainFlags extends GlobalOptions {
  dataset?: string;
  name?: string;
  resume?: string;
  discard?: string;
  model?: Architecture;
  seed?: number;
  seeds?: number[];
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
  patience?: number;
  towers?: number;
  teachers?: string[];
  teacherShare?: number;
  width?: number;
  half?: number;
  weightDecay?: number;
  labelSmoothing?: number;
  averageDecay?: number;
  augment?: boolean;
  startFrom?: string;
  adversaryMicrovolts?: number;
  adversarySteps?: number;
  tradesBeta?: number;
  noiseMicrovolts?: number;
}

/** Flags that are training options of the same name. */
const OPTIONS = [
  'model',
  'seed',
  'epochs',
  'batchSize',
  'learningRate',
  'patience',
  'towers',
  'teachers',
  'teacherShare',
  'width',
  'half',
  'weightDecay',
  'labelSmoothing',
  'averageDecay',
  'startFrom',
  'adversaryMicrovolts',
  'adversarySteps',
  'tradesBeta',
  'noiseMicrovolts',
] as const;

const limits = numberLimits(trainOptionsSchema);

/** A number as the options' schema limits it. */
function within(option: (typeof OPTIONS)[number]): (text: string) => number {
  return numberWithin(limits.get(option) ?? { step: 'any' });
}

const LARGEST_SEED = 2_147_483_647;

export function addTrainCommand(program: Command): void {
  newCommand(
    program,
    'train',
    'Train a classifier. Ctrl-C stops it cleanly and keeps the best model so far; --resume resumes.',
    'train --model compact --dataset ecgs --seeds 1,2,3',
  )
    .addOption(new Option('--model <architecture>', 'what to train (default: compact)').choices(ARCHITECTURES))
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option('--name <name>', 'name of the model', newName)
    .option('--seed <number>', 'seed of weights, batches and augmentation', wholeNumber(0, LARGEST_SEED))
    .addOption(
      new Option('--seeds <numbers>', 'train one model for each, in parallel, e.g. 1,2,3')
        .argParser(several(wholeNumber(0, LARGEST_SEED)))
        .conflicts(['seed', 'resume']),
    )
    .option('--epochs <number>', 'how many passes over the training records', wholeNumber(1, 10_000))
    .option('--batch-size <number>', 'crops per step', wholeNumber(1, 1024))
    .option('--learning-rate <number>', 'peak of the one-cycle learning rate', positiveNumber)
    .option(
      '--patience <epochs>',
      'end after this many epochs without a better score (0: never)',
      wholeNumber(0, 10_000),
    )
    .option('--towers <number>', 'parallel networks in compact, whose logits are averaged', wholeNumber(1, 8))
    .option(
      '--teachers <models>',
      'also learn from the outputs of these models for the training records, e.g. "a,b"',
      names,
    )
    .option('--teacher-share <share>', 'share of the teachers in the targets, 0 to 1', probability)
    .option('--width <share>', 'share of the filters of han2020, above 0 and at most 1', shareAboveZero)
    .option(
      '--half <1|2>',
      'train on only one half of the training records: models of the two halves share none of them',
      wholeNumber(1, 2),
    )
    .option('--weight-decay <number>', 'decoupled weight decay of kernels', within('weightDecay'))
    .option('--label-smoothing <share>', 'share of a label that is spread over all classes', within('labelSmoothing'))
    .option(
      '--average-decay <share>',
      'decay per step of the moving average of the weights (0: none)',
      within('averageDecay'),
    )
    .option('--no-augment', 'take records as they are: no stretch, gain, sign, wander or noise')
    .option('--start-from <model>', 'start from the weights of this model of the same architecture')
    .option(
      '--adversary-microvolts <µV>',
      'learn to withstand perturbations of at most this size (L∞; 0: none)',
      within('adversaryMicrovolts'),
    )
    .option('--adversary-steps <number>', 'steps in which each perturbation is found', within('adversarySteps'))
    .option(
      '--trades-beta <number>',
      'weigh agreement under perturbation by this, beside the label of the record itself (TRADES; 0: learn perturbed records)',
      within('tradesBeta'),
    )
    .option(
      '--noise-microvolts <µV>',
      'add white noise of this standard deviation to every crop, for certificates',
      within('noiseMicrovolts'),
    )
    .option(
      '--resume <model>',
      'resume this stopped training (its id, as `models` lists it); it keeps its data, name and options',
    )
    .addOption(
      new Option('--discard <model>', 'delete this stopped training with what it has learned, for good').conflicts(
        'resume',
      ),
    )
    .action(async (flags: TrainFlags) => {
      await runCommand(flags, async ({ services, follow }) => {
        const { dataset, name, resume, discard, seeds, augment, ...others } = flags;
        if (discard !== undefined) {
          services.trainings.discard(discard);
          return { data: { discarded: discard }, text: `Deleted the stopped training ${discard}.` };
        }
        const given = {
          ...Object.fromEntries(OPTIONS.flatMap((key) => (others[key] === undefined ? [] : [[key, others[key]]]))),
          // Without --no-augment it is as the model's defaults say.
          ...(augment === false ? { augment } : {}),
        };
        const request = (): { datasetId: string; options: ReturnType<typeof parseTrainOptions> } => ({
          datasetId: services.datasets.find(dataset).id,
          options: parseTrainOptions(given),
        });
        if (resume === undefined) {
          const estimate = await follow(services.trainings.startEstimate(request()));
          say(estimateText(estimate));
        }
        const job =
          resume === undefined
            ? services.trainings.start({ ...request(), name, seeds })
            : services.trainings.resume(resume, {
                datasetId: dataset === undefined ? undefined : services.datasets.find(dataset).id,
                name,
                options: given,
              });
        for (const id of job.modelIds) say(`Training ${id}; whatever stops it, resume it with --resume ${id}`);
        const result = await follow(job);
        const trained = 'trainings' in result ? result.trainings : [result];
        return { data: result, text: trained.map(trainedText).join('\n') };
      });
    });
}

/** The estimate for one training; parallel ones share the machine. */
function estimateText(estimate: JobResults['estimate-training']): string {
  const { seconds, secondsPerEpoch, stepsPerEpoch, timedRecords, timedSeconds, bytes } = estimate;
  return `On this machine about ${duration(seconds)} to the last epoch, ${duration(secondsPerEpoch)} an epoch of ${stepsPerEpoch} steps, and ${gigabytes(bytes)} of memory (a step of ${counted(timedRecords, 'record')} took ${decimal(timedSeconds, 2)} s).`;
}

function trainedText({ modelId, name, bestEpoch, stopped, seconds, leftOut }: TrainedModel): string {
  const end = stopped ? `stopped; resume it with --resume ${modelId}` : 'finished';
  const head = `${name} (${modelId}): ${end}. Best epoch ${bestEpoch}, ${duration(seconds)}.`;
  return [head, leftOutText(leftOut) ?? []].flat().join('\n');
}
