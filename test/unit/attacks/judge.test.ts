import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { judgeExamples, type Candidate } from '../../../src-main/attacks/outcome/judge.ts';
import { quantise } from '../../../src-main/attacks/objective/quantise.ts';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';

describe('quantise', () => {
  const x = Int16Array.of(0, 100, -100, 5, 32767, -32768);

  it('rounds to whole units and clips to ε after rounding', () => {
    expect(Array.from(quantise(x, [0.4, 109.6, -110.2, 5.6, 32767, -32768], { epsilonUnits: 9 }))).toEqual([
      0, 109, -109, 6, 32767, -32768,
    ]);
  });

  it('rounds a fractional ε down, so that the stored signal is still within it', () => {
    expect(Array.from(quantise(x, [2.6, 102.4, -102.6, 5, 32767, -32768], { epsilonUnits: 2.7 }))).toEqual([
      2, 102, -102, 5, 32767, -32768,
    ]);
  });

  it('stays within int16', () => {
    const saved = quantise(x, [0, 100, -100, 5, 32775, -32777], { epsilonUnits: 10 });
    expect(Array.from(saved.subarray(4))).toEqual([32767, -32768]);
  });

  it('keeps the original outside the valid samples', () => {
    expect(
      Array.from(
        quantise(
          x,
          x.map((v) => (v > 30_000 ? v : v + 3)),
          { epsilonUnits: 10 },
          { start: 1, end: 3 },
        ),
      ),
    ).toEqual([0, 103, -97, 5, 32767, -32768]);
  });
});

describe('judgeExamples', () => {
  beforeAll(async () => {
    await openEngine();
  });

  /** Class 1 if the mean of the signal is above 2 units, 0 if below, 2 if above 20. */
  const classifier: Classifier = {
    classCount: 3,
    logits: (x: tf.Tensor2D) =>
      tf.tidy(() => {
        const mean = tf.mean(x, 1, true);
        return tf.concat([tf.zerosLike(mean), tf.sub(mean, 2), tf.sub(tf.mul(mean, 3), 42)], 1) as tf.Tensor2D;
      }),
    dispose: () => undefined,
  };
  const flat = (value: number, n = 50): Int16Array => new Int16Array(n).fill(value);
  const moved = (value: number, n = 50): Float32Array => new Float32Array(n).fill(value);
  const candidate = (change: Partial<Candidate>): Candidate => ({
    original: flat(0),
    adversarial: moved(0),
    label: 0,
    target: null,
    ...change,
  });

  it('judges the signal that is saved, not the one before rounding and clipping', async () => {
    const judged = await judgeExamples(
      classifier,
      [
        candidate({ adversarial: moved(3.2) }),
        candidate({ adversarial: moved(2.4) }),
        candidate({ adversarial: moved(9), label: 1 }),
      ],
      { epsilonUnits: 5 },
    );
    expect(judged.map((j) => j.index)).toEqual([0, 1, 2]);
    expect(judged.map((j) => j.samplesAdversarial[7])).toEqual([3, 2, 5]);
    expect(judged.map((j) => j.adversarialClass)).toEqual([1, 0, 1]);
    expect(judged.map((j) => j.fooled)).toEqual([true, false, true]);
    expect(judged.map((j) => j.originallyCorrect)).toEqual([true, true, false]);
  });

  it('gives the probabilities of both signals', async () => {
    const [judged] = await judgeExamples(classifier, [candidate({ adversarial: moved(4) })], { epsilonUnits: 5 });
    const total = 1 + Math.exp(2) + Math.exp(-30);
    [1 / total, Math.exp(2) / total].forEach((p, i) => expect(judged!.probabilitiesAfter[i]).toBeCloseTo(p, 5));
    expect(judged!.probabilitiesBefore.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(judged!.probabilitiesBefore[0]).toBeCloseTo(1 / (1 + Math.exp(-2) + Math.exp(-42)), 5);
  });

  it('counts a targeted attack only when the class became the target', async () => {
    const judged = await judgeExamples(
      classifier,
      [
        candidate({ adversarial: moved(4), target: 1 }),
        candidate({ adversarial: moved(4), target: 2 }),
        candidate({ original: flat(4), adversarial: moved(5), label: 1, target: 1 }),
      ],
      { epsilonUnits: 5 },
    );
    expect(judged.map((j) => j.fooled)).toEqual([true, false, false]);
  });

  it('judges records of different lengths at their own lengths, and leaves no tensor', async () => {
    const before = tf.memory().numTensors;
    const judged = await judgeExamples(
      classifier,
      [candidate({ original: flat(0, 30), adversarial: moved(4, 30) }), candidate({ adversarial: moved(4) })],
      { epsilonUnits: 5 },
    );
    expect(judged.map((j) => j.samplesAdversarial.length)).toEqual([30, 50]);
    expect(judged.every((j) => j.fooled)).toBe(true);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('refuses a classifier whose logits are not numbers', async () => {
    const broken: Classifier = {
      ...classifier,
      logits: (x: tf.Tensor2D) => tf.tidy(() => tf.mul(classifier.logits(x), Number.NaN)),
    };
    await expect(judgeExamples(broken, [candidate({})], { epsilonUnits: 5 })).rejects.toMatchObject({
      code: 'damaged',
    });
  });
});
