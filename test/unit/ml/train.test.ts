import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClassifier } from '../../../src-main/ml/network/classifier.ts';
import { readCheckpoint, writeCheckpoint } from '../../../src-main/ml/training/checkpoint.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import type { LabelledSignal } from '../../../src-main/ml/training/epoch-batches.ts';
import { describeScores } from '../../../src-main/ml/scores/describe-scores.ts';
import { classify } from '../../../src-main/ml/scores/evaluate.ts';
import { between, generatorFor } from '../../../src-main/numeric/random.ts';
import { train, type TrainProgress } from '../../../src-main/ml/training/train.ts';
import { trainOptionsSchema, type TrainOptions } from '../../../src-shared/models/train-options.ts';
import { smallModel } from './small-model.ts';

await openEngine();

const options = trainOptionsSchema.parse({
  epochs: 4,
  batchSize: 8,
  cropSamples: [600, 450],
  learningRate: 0.01,
  averageDecay: 0.9,
  classCopies: [1, 1.5, 1, 1],
});

/** Slow waves are Normal, fast ones AF; lengths differ, some are shorter than a crop. */
function twoRhythms(count: number, seed: number): LabelledSignal[] {
  const random = generatorFor(seed);
  return Array.from({ length: count }, (_, i) => {
    const label = i % 2 === 0 ? 0 : 1;
    const period = label === 0 ? between(random, 60, 90) : between(random, 20, 30);
    const samples = Int16Array.from(
      { length: 400 + 50 * (i % 6) },
      (_, t) => 300 * Math.sin((2 * Math.PI * t) / period),
    );
    return { samples, label };
  });
}

const data = { train: twoRhythms(64, 1), validation: twoRhythms(24, 2) };
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'equipoise-train-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('training', () => {
  it('learns to tell two rhythms apart, reports on the way, and leaves no tensor behind', async () => {
    const before = tf.memory().numTensors;
    const seen: TrainProgress[] = [];
    const result = await train(options, data, { initial: smallModel(1), onProgress: (now) => seen.push(now) });
    expect(result.finished).toBe(true);
    expect(result.validation?.accuracy).toBeGreaterThan(0.95);
    expect(result.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4]);
    expect(seen.filter(({ validation }) => validation !== undefined)).toHaveLength(4);
    expect(seen.at(-1)).toMatchObject({ epoch: 4, secondsLeft: 0 });
    const classifier = makeClassifier(result.model);
    const probabilities = await classify(classifier, data.validation);
    classifier.dispose();
    const truth = data.validation.map(({ label }) => label);
    expect(describeScores(truth, probabilities)).toMatchObject(result.validation ?? {});
    expect(tf.memory().numTensors).toBe(before);
  });

  it('gives the same weights again for the same seed, and others for another', async () => {
    const short = { ...options, epochs: 1 };
    const [a, b, c] = [
      await train(short, data, { initial: smallModel(1) }),
      await train(short, data, { initial: smallModel(1) }),
      await train({ ...short, seed: 2 }, data, { initial: smallModel(1) }),
    ];
    expect(b.model).toEqual(a.model);
    expect(c.model.weights).not.toEqual(a.model.weights);
  });

  it('stopped after two epochs and resumed, it ends with the very weights of an unbroken run', async () => {
    const unbroken = await train(options, data, { initial: smallModel(1) });
    const checkpointFolder = join(folder, 'resumed');
    const stop = new AbortController();
    const stopped = await train(options, data, {
      initial: smallModel(1),
      checkpointFolder,
      signal: stop.signal,
      // In the midst of the third epoch, which is then done again from its start.
      onProgress: ({ epoch, step }) => void (epoch === 2 && step === 3 && stop.abort()),
    });
    expect(stopped.finished).toBe(false);
    expect(stopped.history).toHaveLength(2);
    const resumed = await train(options, data, { initial: smallModel(1), checkpointFolder, resume: true });
    expect(resumed.finished).toBe(true);
    expect(resumed.model.weights).toEqual(unbroken.model.weights);
    expect(resumed.history.map(({ loss }) => loss)).toEqual(unbroken.history.map(({ loss }) => loss));
  });

  it('ends early when the score has not been better for as long as the patience lasts', async () => {
    // A rate at which nothing is learned: the first epoch stays as good as any.
    const still = { ...options, epochs: 9, learningRate: 1e-12, patience: 2 };
    const ends: TrainProgress[] = [];
    const result = await train(still, data, { initial: smallModel(1), onProgress: (now) => ends.push(now) });
    expect(result.finished).toBe(true);
    expect(result.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(ends.at(-1)).toMatchObject({ epochs: 9, secondsLeft: 0 });
  });

  it('a checkpoint of a version that knew fewer options is resumed', async () => {
    const checkpointFolder = join(folder, 'older');
    const short = { ...options, epochs: 2 };
    const stop = new AbortController();
    const onProgress = ({ validation }: TrainProgress): void => void (validation && stop.abort());
    await train(short, data, { initial: smallModel(1), checkpointFolder, signal: stop.signal, onProgress });
    const { state, arrays } = await readCheckpoint(checkpointFolder);
    const { patience: _newer, ...older } = state['options'] as TrainOptions;
    await writeCheckpoint(checkpointFolder, { state: { ...state, options: older }, arrays });
    const resumed = await train(short, data, { initial: smallModel(1), checkpointFolder, resume: true });
    expect(resumed.history).toHaveLength(2);
  });

  it('stopped, it keeps the best model so far', async () => {
    const stop = new AbortController();
    const result = await train(options, data, {
      initial: smallModel(1),
      signal: stop.signal,
      onProgress: ({ validation }) => void (validation && stop.abort()),
    });
    expect(result).toMatchObject({ finished: false, bestEpoch: 1 });
    expect(result.model.weights.every(({ values }) => values.every(Number.isFinite))).toBe(true);
  });

  it('stopped while an epoch is scored, it keeps the best of those before', async () => {
    const stop = new AbortController();
    const result = await train(options, data, {
      initial: smallModel(1),
      signal: stop.signal,
      onProgress: ({ epoch, step, steps, validation }) =>
        void (epoch === 1 && step === steps && !validation && stop.abort()),
    });
    expect(result).toMatchObject({ finished: false, bestEpoch: 1 });
    expect(result.history).toHaveLength(1);
  });

  it('stopped while its first epoch is scored, it keeps that', async () => {
    const stop = new AbortController();
    const result = await train(options, data, {
      initial: smallModel(1),
      signal: stop.signal,
      onProgress: ({ step, steps, validation }) => void (step === steps && !validation && stop.abort()),
    });
    expect(result).toMatchObject({ finished: false, bestEpoch: 1 });
  });

  it('stopped before the first epoch ends, it is cancelled, not failed', async () => {
    const stop = new AbortController();
    const started = train(options, data, {
      initial: smallModel(1),
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(started).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('refuses to resume with other options or records, or where there is nothing', async () => {
    const checkpointFolder = join(folder, 'options');
    await train({ ...options, epochs: 1 }, data, { initial: smallModel(1), checkpointFolder });
    const resume = { initial: smallModel(1), checkpointFolder, resume: true };
    await expect(train({ ...options, seed: 5, epochs: 1 }, data, resume)).rejects.toMatchObject({ code: 'conflict' });
    const fewer = { ...data, train: data.train.slice(1) };
    await expect(train({ ...options, epochs: 1 }, fewer, resume)).rejects.toMatchObject({ code: 'conflict' });
    await expect(train(options, data, { ...resume, checkpointFolder: join(folder, 'none') })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
