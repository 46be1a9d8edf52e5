import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { minimalPerturbations, type SearchedRecord } from '../../../src-main/attacks/run/minimal-perturbation.ts';
import { makeClassifier, type Classifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { predictRecords } from '../../../src-main/ml/network/predict.ts';
import { classOf } from '../../../src-main/numeric/logits.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';
import { attackOptionsSchema, type AttackMethod } from '../../../src-shared/attacks/index.ts';
import { withOptions } from '../../../src-shared/attacks/options.ts';
import { settledModel, someSignal } from '../ml/small-model.ts';

const N = 240;
const random = generatorFor(3);
const weights = Float32Array.from({ length: N }, () => gaussian(random));
const oneNorm = weights.reduce((sum, w) => sum + Math.abs(w), 0);
/** Records at distances from the decision, in units of ε: the least whole ε is the next one above. */
const distances = [0.4, 1.5, 6.7, 7.5, 8.4, 15.5, 16.5, 42.3, 99.5, 149.5, 150.5, 900];

/** Class 1 where w·x > 0, else class 0. */
const linear: Classifier = {
  classCount: 2,
  logits: (x) =>
    tf.tidy(() => {
      const score = tf.matMul(x, tf.tensor2d(weights, [N, 1]));
      return tf.concat([tf.zerosLike(score), tf.mul(score, 0.0005)], 1) as tf.Tensor2D;
    }),
  dispose: () => undefined,
};

/** x with w·x = −distance·‖w‖₁ as nearly as whole units allow. */
function recordAt(distance: number): SearchedRecord {
  const x = Int16Array.from(someSignal(N, Math.round(10 * distance)));
  const score = (): number => x.reduce((sum, v, i) => sum + v * weights[i]!, 0);
  // Every sample takes as many whole units of the way, and some one more.
  const each = Math.floor(score() / oneNorm + distance);
  weights.forEach((w, i) => (x[i]! -= each * Math.sign(w)));
  weights.forEach((w, i) => (x[i]! -= score() + distance * oneNorm > Math.abs(w) ? Math.sign(w) : 0));
  expect(score() / oneNorm).toBeCloseTo(-distance, 1);
  return { samples: x, label: 0, target: null };
}

const options = (method: AttackMethod, change: object = {}) => ({
  attack: attackOptionsSchema.parse({ method }),
  maxEpsilonUnits: 150,
  alphaShare: 0.1,
  ...change,
});

beforeAll(async () => {
  await openEngine();
});

describe('the least perturbation', () => {
  it.each(['fgsm', 'pgd'] as const)(
    'of a linear classifier is the distance by the 1-norm, rounded up (%s)',
    async (method) => {
      const before = tf.memory().numTensors;
      const found = await minimalPerturbations(linear, distances.map(recordAt), options(method));
      expect(found).toEqual([1, 2, 7, 8, 9, 16, 17, 43, 100, 150, null, null]);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('ends at the largest ε that is asked for', async () => {
    const records = [2.5, 4.5, 5.5].map(recordAt);
    expect(await minimalPerturbations(linear, records, options('pgd', { maxEpsilonUnits: 5 }))).toEqual([3, 5, null]);
  });

  it.each(['fgsm', 'pgd', 'sap'] as const)(
    'of a network is of its record alone, and leaves no tensor (%s)',
    async (method) => {
      const classifier = makeClassifier(settledModel(5));
      const before = tf.memory().numTensors;
      const signals = Array.from({ length: 4 }, (_, i) => Int16Array.from(someSignal(i < 3 ? 200 : 260, 20 + i)));
      const logits = await predictRecords((x) => classifier.logits(x), signals);
      const records = signals.map((samples, i): SearchedRecord => ({
        samples,
        label: classOf(logits[i]!),
        target: null,
      }));
      const how = options(method, {
        attack: withOptions(options(method).attack, { pgdSteps: 4, sapSteps: 4 }),
        maxEpsilonUnits: 60,
      });
      const together = await minimalPerturbations(classifier, records, how);
      const alone = [];
      for (const record of records) alone.push(...(await minimalPerturbations(classifier, [record], how)));
      expect(alone).toEqual(together);
      expect(together.filter((units) => units !== null).length).toBeGreaterThan(0);
      expect(tf.memory().numTensors).toBe(before);
      classifier.dispose();
    },
  );

  it('to a target is no smaller than the one away from the label', async () => {
    const classifier = makeClassifier(settledModel(5));
    const samples = Int16Array.from(someSignal(300, 20));
    const [logits] = await predictRecords((x) => classifier.logits(x), [samples]);
    const label = classOf(logits!);
    const targets = ([0, 1, 2, 3] as const).filter((target) => target !== label);
    const records = [null, ...targets].map((target): SearchedRecord => ({ samples, label, target }));
    const [away, ...led] = await minimalPerturbations(classifier, records, options('pgd', { maxEpsilonUnits: 40 }));
    expect(Math.min(...led.map((units) => units ?? Infinity))).toBeGreaterThanOrEqual(away! - 1);
    expect(led).toContain(null);
    classifier.dispose();
  });

  it('tells how far it is and stops when asked to', async () => {
    const stop = new AbortController();
    const heard: number[] = [];
    const run = minimalPerturbations(linear, distances.map(recordAt), options('pgd'), {
      signal: stop.signal,
      onProgress: (done) => {
        heard.push(done);
        if (heard.length === 4) stop.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
  });
});
