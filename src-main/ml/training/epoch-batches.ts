import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { centredCrop, paddedRecord, randomCrop } from './augment.ts';
import { below, gaussian, generatorFor, shuffled, uniform, type RandomGenerator } from '../../numeric/random.ts';
import { sumOf } from '../../numeric/sums.ts';
import type { TrainingBatch } from './train-step.ts';

/** A labelled signal, ADC units at 300 Hz. */
export interface LabelledSignal {
  samples: Int16Array;
  label: ClassIndex;
  /** The probability that teachers give each class. */
  softTarget?: readonly number[];
}

/** Batches that the batch-norm statistics of the averaged weights are measured on. */
export const STATISTICS_BATCHES = 40;

/** Steps of one epoch; the same for every epoch of a training. */
export function stepsPerEpoch(items: readonly Pick<LabelledSignal, 'label'>[], options: TrainOptions): number {
  const draws = sumOf(items, ({ label }) => options.classCopies[label] ?? 1);
  return Math.max(1, Math.floor(draws / options.batchSize));
}

/**
 * The batches of an epoch for one head of the model, a function of seed, epoch and head alone: heads that saw the same
 * batches would err more alike. Every record occurs as often as its class's number of copies says; a fraction of a copy
 * is the probability of one.
 */
export function* trainingBatches(
  items: readonly LabelledSignal[],
  options: TrainOptions,
  epoch: number,
  head = 0,
): Generator<TrainingBatch> {
  const random = generatorFor(options.seed, 1, epoch, ...(head === 0 ? [] : [head]));
  const steps = stepsPerEpoch(items, options);
  const needed = steps * options.batchSize;
  const order: number[] = [];
  while (order.length < needed) order.push(...shuffled(drawCopies(items, options, random), random, below));
  for (let step = 0; step < steps; step += 1) {
    const crops = options.cropSamples;
    const length = crops[below(random, crops.length)] as number;
    const indices = order.slice(step * options.batchSize, (step + 1) * options.batchSize);
    const batch = batchOf(
      indices.map((index) => items[index] as LabelledSignal),
      length,
      options.augment ? (samples, out) => randomCrop(samples, out, random) : paddedRecord,
      options.teacherShare,
    );
    if (options.noiseMicrovolts > 0) addNoise(batch.x, options.noiseMicrovolts, random);
    yield batch;
  }
}

function addNoise(x: Float32Array, deviation: number, random: RandomGenerator): void {
  for (let i = 0; i < x.length; i += 1) x[i] = (x[i] as number) + deviation * gaussian(random);
}

function drawCopies(items: readonly LabelledSignal[], options: TrainOptions, random: RandomGenerator): number[] {
  const order: number[] = [];
  items.forEach(({ label }, index) => {
    const copies = Math.floor((options.classCopies[label] ?? 1) + uniform(random));
    for (let i = 0; i < copies; i += 1) order.push(index);
  });
  return order;
}

/** Unaugmented batches in random order, to measure batch-norm statistics on. */
export function* plainBatches(
  items: readonly LabelledSignal[],
  options: TrainOptions,
  batches: number,
): Generator<TrainingBatch> {
  const order = shuffled(
    items.map((_, index) => index),
    generatorFor(options.seed, 2),
    below,
  );
  const length = Math.max(...options.cropSamples);
  const size = Math.min(options.batchSize, items.length);
  for (let i = 0; i < batches; i += 1) {
    const indices = Array.from({ length: size }, (_, k) => order[(i * size + k) % order.length] as number);
    yield batchOf(
      indices.map((index) => items[index] as LabelledSignal),
      length,
      options.augment ? centredCrop : paddedRecord,
      options.teacherShare,
    );
  }
}

function batchOf(
  items: readonly LabelledSignal[],
  length: number,
  crop: (samples: Int16Array, out: Float32Array) => void,
  share: number,
): TrainingBatch {
  const x = new Float32Array(items.length * length);
  items.forEach(({ samples }, row) => crop(samples, x.subarray(row * length, (row + 1) * length)));
  const probabilities = items.flatMap(({ softTarget }) => (softTarget ? [softTarget] : []));
  return {
    x,
    labels: items.map(({ label }) => label),
    ...(probabilities.length === items.length ? { softTargets: { probabilities, share } } : {}),
  };
}
