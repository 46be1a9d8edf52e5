import { expect, it } from 'vitest';
import { randomCrop } from '../../../src-main/ml/training/augment.ts';
import { bootstrapScores } from '../../../src-main/ml/scores/bootstrap.ts';
import {
  plainBatches,
  stepsPerEpoch,
  trainingBatches,
  type LabelledSignal,
} from '../../../src-main/ml/training/epoch-batches.ts';
import { fromFloat16Bits, toFloat16Bits } from '../../../src-main/ml/files/float16.ts';
import { batchesByLength } from '../../../src-main/numeric/batching.ts';
import { generatorFor } from '../../../src-main/numeric/random.ts';
import { trainOptionsSchema } from '../../../src-shared/models/train-options.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';

it('a crop of a record that is long enough is full of it; a shorter record lies between zeros', () => {
  const random = generatorFor(1);
  for (let i = 0; i < 50; i += 1) {
    const long = new Float32Array(500);
    randomCrop(new Int16Array(600).fill(1000), long, random);
    expect(long.every((value) => value !== 0)).toBe(true);
    const short = new Float32Array(500);
    randomCrop(new Int16Array(200).fill(1000), short, random);
    const first = short.findIndex((value) => value !== 0);
    const last = short.findLastIndex((value) => value !== 0);
    // Stretching by at most exp(0.08) either way.
    expect(last - first + 1).toBeGreaterThan(200 * 0.9);
    expect(last - first + 1).toBeLessThan(200 * 1.1);
    expect(short.every(Number.isFinite)).toBe(true);
  }
});

it('an epoch shows every record as often as its class says, in an order of its own', () => {
  const items: LabelledSignal[] = Array.from({ length: 60 }, (_, i) => ({
    samples: new Int16Array(300).fill(i + 1),
    label: (i % 4) as ClassIndex,
  }));
  const options = trainOptionsSchema.parse({ batchSize: 5, cropSamples: [300], classCopies: [1, 2, 1, 3] });
  const labels = (epoch: number): ClassIndex[] =>
    [...trainingBatches(items, options, epoch)].flatMap((batch) => batch.labels);
  expect(stepsPerEpoch(items, options)).toBe((15 * 7) / 5);
  const counts = [0, 1, 2, 3].map((label) => labels(1).filter((own) => own === label).length);
  expect(counts).toEqual([15, 30, 15, 45]);
  expect(labels(1)).toEqual(labels(1));
  expect(labels(2)).not.toEqual(labels(1));
  const ofHead = (head: number): Float32Array[] => [...trainingBatches(items, options, 1, head)].map(({ x }) => x);
  expect(ofHead(1)).not.toEqual(ofHead(0));
  const batches = [...plainBatches(items, options, 3)];
  expect(batches.map(({ labels: own }) => own.length)).toEqual([5, 5, 5]);
});

it('what teachers say of a record goes with it into every batch', () => {
  const items: LabelledSignal[] = [0, 1, 2, 3].map((i) => {
    const softTarget = [0, 0, 0, 0].with(i, 1);
    return { samples: new Int16Array(300).fill(i + 1), label: i as ClassIndex, softTarget };
  });
  const options = trainOptionsSchema.parse({ batchSize: 4, cropSamples: [300], teacherShare: 0.3 });
  const batches = [...trainingBatches(items, options, 1), ...plainBatches(items, options, 1)];
  for (const { labels, softTargets } of batches) {
    expect(softTargets?.share).toBe(0.3);
    expect(softTargets?.probabilities.map((row) => row.indexOf(1))).toEqual(labels);
  }
  expect(batches.length).toBeGreaterThan(1);
});

it('records of one length share a batch of a bearable size', () => {
  expect(batchesByLength([300, 200, 300, 300, 900], (samples) => Math.floor(600 / samples))).toEqual([
    [1],
    [0, 2],
    [3],
    [4],
  ]);
});

it('half precision rounds to nearest even, keeps small numbers, and comes back', () => {
  const cases: [number, number][] = [
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65520, 0x7c00],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [2 ** -14, 0x0400],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [1 / 3, 0x3555],
  ];
  for (const [value, half] of cases) expect(toFloat16Bits(value)).toBe(half);
  const finite = Array.from({ length: 0x7c00 }, (_, half) => half);
  expect(finite.map((half) => toFloat16Bits(fromFloat16Bits(half)))).toEqual(finite);
});

it('bootstrap intervals hold the score, and are the same for the same seed', () => {
  const truth = Array.from({ length: 200 }, (_, i) => (i % 3) as ClassIndex);
  const predicted = truth.map((label, i) => (i % 5 === 0 ? 0 : label));
  const intervals = bootstrapScores(truth, predicted, { draws: 400 });
  const accuracy = truth.filter((label, i) => label === predicted[i]).length / truth.length;
  expect(intervals.accuracy[0]).toBeLessThan(accuracy);
  expect(intervals.accuracy[1]).toBeGreaterThan(accuracy);
  // Binomial: ±1.96·√(p(1−p)/n).
  const half = 1.96 * Math.sqrt((accuracy * (1 - accuracy)) / truth.length);
  expect((intervals.accuracy[1] - intervals.accuracy[0]) / 2).toBeCloseTo(half, 1);
  expect(bootstrapScores(truth, predicted, { draws: 400 })).toEqual(intervals);
});
