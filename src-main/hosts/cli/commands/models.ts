import { Option, type Command } from 'commander';
import { CLASS_CODES, CLASS_NAMES } from '../../../../src-shared/ecg.ts';
import { ARCHITECTURES, parseTrainOptions, type Architecture } from '../../../../src-shared/train-options.ts';
import type { EvaluationResult } from '../../../services/create-services.ts';
import { newCommand } from '../command.ts';
import { durationText, textTable } from '../format.ts';
import { positiveNumber, split, wholeNumber } from '../parse.ts';
import { runCommand, type GlobalOptions } from '../session.ts';
import type { Split } from '../../../../src-shared/ecg.ts';

interface TrainOptions extends GlobalOptions {
  dataset?: string;
  name?: string;
  resume?: string;
  model?: Architecture;
  seed?: number;
  epochs?: number;
  batchSize?: number;
  learningRate?: number;
}

export function addTrainCommand(program: Command): void {
  newCommand(
    program,
    'train',
    'Train a classifier. Ctrl-C stops it cleanly and keeps the best model so far; --resume goes on.',
    'train --model compact --dataset training2017-han2020 --seed 1',
  )
    .addOption(new Option('--model <architecture>', 'what to train; compact unless named').choices(ARCHITECTURES))
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option('--name <name>', 'name of the model')
    .option('--seed <number>', 'seed of weights, batches and augmentation', wholeNumber(0))
    .option('--epochs <number>', 'how many passes over the training records', wholeNumber(1, 10_000))
    .option('--batch-size <number>', 'crops per step', wholeNumber(1, 1024))
    .option('--learning-rate <number>', 'peak of the one-cycle learning rate', positiveNumber)
    .option(
      '--resume <model>',
      'go on with this stopped training (its id, as `models` lists it); it keeps its data, name and options',
    )
    .action(async (options: TrainOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const { dataset, name, resume, model, seed, epochs, batchSize, learningRate } = options;
        const given = Object.fromEntries(
          Object.entries({ model, seed, epochs, batchSize, learningRate }).filter(([, value]) => value !== undefined),
        );
        const job =
          resume === undefined
            ? services.trainings.start({
                datasetId: services.datasets.find(dataset).id,
                name,
                options: parseTrainOptions(given),
              })
            : services.trainings.resume(resume, {
                datasetId: dataset === undefined ? undefined : services.datasets.find(dataset).id,
                name,
                options: given,
              });
        process.stderr.write(`Training ${job.modelId}; whatever stops it, go on with --resume ${job.modelId}\n`);
        const result = await follow(job);
        const { modelId, name: made, bestEpoch, stopped, seconds } = result;
        const end = stopped ? `stopped; go on with --resume ${String(modelId)}` : 'finished';
        return {
          data: result,
          text: `${String(made)} (${String(modelId)}): ${end}. Best epoch ${String(bestEpoch)}, ${durationText(Number(seconds))}.`,
        };
      });
    });
}

interface EvaluateOptions extends GlobalOptions {
  model?: string;
  dataset?: string;
  split: Split;
}

export function addEvaluateCommand(program: Command): void {
  newCommand(
    program,
    'evaluate',
    'Score a model: accuracy, F1 of each class, mean F1 over N, A, O, and the confusion matrix. The scores are stored.',
    'evaluate --model compact --dataset training2017-han2020 --split test',
  )
    .option('--model <name>', 'model (default: the bundled one)')
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option('--split <split>', 'train, validation or test', split, 'test' as Split)
    .action(async (options: EvaluateOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const modelId = services.models.find(options.model).id;
        const datasetId = services.datasets.find(options.dataset).id;
        const job = services.models.startEvaluation({ modelId, datasetId, split: options.split });
        const result = (await follow(job)) as EvaluationResult;
        return { data: result, text: evaluationText(result) };
      });
    });
}

function evaluationText({ engine, records, accuracy, f1, meanF1, confusion }: EvaluationResult): string {
  const scores = CLASS_CODES.map((code) => `${CLASS_NAMES[code]} ${f1[code].toFixed(3)}`).join(', ');
  const rows = confusion.map((row, truth) => [CLASS_NAMES[CLASS_CODES[truth] ?? 'N'], ...row]);
  return [
    `${records} records: accuracy ${accuracy.toFixed(3)}, mean F1 (N, A, O) ${meanF1.toFixed(3)}, with ${engine}`,
    `F1: ${scores}`,
    '',
    textTable(['true \\ predicted', ...CLASS_CODES.map((code) => CLASS_NAMES[code])], rows),
  ].join('\n');
}
