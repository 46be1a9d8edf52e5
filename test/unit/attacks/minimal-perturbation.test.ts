import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attackAndJudge } from '../../../src-main/attacks/run/attack-and-judge.ts';
import { minimalPerturbations, type SearchedRecord } from '../../../src-main/attacks/run/minimal-perturbation.ts';
import { makeClassifier, type Classifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { predictRecords } from '../../../src-main/ml/network/predict.ts';
import { classOf } from '../../../src-main/numeric/logits.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';
import { ATTACKS, attackOptionsSchema, type AttackMethod } from '../../../src-shared/attacks/index.ts';
import { atBudget, withOptions } from '../../../src-shared/attacks/options.ts';
import { scalesWithBudget } from '../../../src-shared/attacks/traits.ts';
import { settledModel, someSignal } from '../ml/small-model.ts';

const N = 240;
const random = generatorFor(3);
const weights = Float32Array.from({ length: N }, () => gaussian(random));
/** Weights that smoothing leaves nearly as they are. */
const slow = weights.map((_, i) => Math.sin(i / 12));
const oneNormOf = (of: Float32Array): number => of.reduce((sum, w) => sum + Math.abs(w), 0);
/** Records at distances from the decision, in units of ε: the least whole ε is the next one above. */
const distances = [0.4, 1.5, 6.7, 7.5, 8.4, 15.5, 16.5, 29.5, 30.5, 900];

/** Class 1 where w·x > 0, else class 0; `logit`: of class 1, from w·x. */
const classifierOf = (w: Float32Array, logit = (score: tf.Tensor): tf.Tensor => tf.mul(score, 0.0005)): Classifier => ({
  classCount: 2,
  logits: (x) =>
    tf.tidy(() => {
      const score = tf.matMul(x, tf.tensor2d(w, [N, 1]));
      return tf.concat([tf.zerosLike(score), logit(score)], 1) as tf.Tensor2D;
    }),
  dispose: () => undefined,
});
const linear = classifierOf(weights);

/** x with w·x = −distance·‖w‖₁ as nearly as whole units allow. */
function recordAt(distance: number, w = weights): SearchedRecord {
  const oneNorm = oneNormOf(w);
  const x = Int16Array.from(someSignal(N, Math.round(10 * distance)));
  const score = (): number => x.reduce((sum, v, i) => sum + v * w[i]!, 0);
  // Every sample takes as many whole units of the way, and some one more.
  const each = Math.floor(score() / oneNorm + distance);
  w.forEach((one, i) => (x[i]! -= each * Math.sign(one)));
  w.forEach((one, i) => (x[i]! -= score() + distance * oneNorm > Math.abs(one) ? Math.sign(one) : 0));
  expect(score() / oneNorm).toBeCloseTo(-distance, 1);
  return { samples: x, label: 0, target: null };
}

const options = (method: AttackMethod, change: object = {}) => ({
  attack: withOptions(attackOptionsSchema.parse({ method }), { pgdSteps: 3, sapSteps: 3 }),
  maxEpsilonUnits: 30,
  alphaShare: 0.5,
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
      const found = await minimalPerturbations(
        linear,
        distances.map((distance) => recordAt(distance)),
        options(method),
      );
      expect(found).toEqual([1, 2, 7, 8, 9, 16, 17, 30, null, null]);
      expect(tf.memory().numTensors).toBe(before);
    },
  );

  it('ends at the largest ε that is asked for', async () => {
    const records = [2.5, 4.5, 5.5].map((distance) => recordAt(distance));
    expect(await minimalPerturbations(linear, records, options('pgd', { maxEpsilonUnits: 5 }))).toEqual([3, 5, null]);
  });

  it.each(['fgsm', 'pgd'] as const)(
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
        maxEpsilonUnits: 10,
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

  it.each(ATTACKS.filter(({ traits }) => scalesWithBudget(traits)).map(({ method }) => method))(
    'is the first budget of its curve at which the record is fooled (%s)',
    async (method) => {
      const records = [0.5, 2.5, 4.5, 900].map((distance) => recordAt(distance, slow));
      const attack = withOptions(options(method).attack, {
        ...{ randomStart: true, restarts: 2 },
        ...{ apgdSteps: 10, fabSteps: 10, squareQueries: 20 },
      });
      const how = { attack, maxEpsilonUnits: 8, alphaShare: 0.6 };
      const curve: { fooled: boolean }[][] = [];
      for (let epsilon = 1; epsilon <= how.maxEpsilonUnits; epsilon++) {
        curve.push(await attackAndJudge(classifierOf(slow), records, atBudget(attack, epsilon, how.alphaShare)));
      }
      const first = records.map((_, i) => curve.findIndex((judged) => judged[i]!.fooled) + 1);
      expect(await minimalPerturbations(classifierOf(slow), records, how)).toEqual(
        first.map((epsilon) => epsilon || null),
      );
      expect(first.filter((epsilon) => epsilon > 1).length).toBeGreaterThan(1);
    },
  );

  it('of one step is seen where larger budgets fail', async () => {
    // Fooled at distances from 3 to 5, and then only from 65 on.
    const twice = classifierOf(weights, (score) => {
      const gone = tf.add(tf.div(score, oneNormOf(weights)), 100);
      return tf.maximum(tf.sub(1.2, tf.abs(tf.sub(gone, 4))), tf.sub(gone, 64.5));
    });
    const record = recordAt(100);
    expect(await minimalPerturbations(twice, [record], options('fgsm'))).toEqual([3]);
    const fools = async (epsilon: number): Promise<boolean> =>
      (await attackAndJudge(twice, [record], atBudget(options('fgsm').attack, epsilon, 0.1)))[0]!.fooled;
    expect(await Promise.all([2, 3, 5, 6, 8, 64, 65].map(fools))).toEqual([
      false,
      true,
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  it('to a target is no smaller than the one away from the label', async () => {
    const classifier = makeClassifier(settledModel(5));
    const samples = Int16Array.from(someSignal(300, 20));
    const [logits] = await predictRecords((x) => classifier.logits(x), [samples]);
    const label = classOf(logits!);
    const targets = ([0, 1, 2, 3] as const).filter((target) => target !== label);
    const records = [null, ...targets].map((target): SearchedRecord => ({ samples, label, target }));
    const [away, ...led] = await minimalPerturbations(classifier, records, options('pgd', { maxEpsilonUnits: 20 }));
    expect(Math.min(...led.map((units) => units ?? Infinity))).toBeGreaterThanOrEqual(away! - 1);
    expect(led).toContain(null);
    classifier.dispose();
  });

  it('tells how far it is and stops when asked to', async () => {
    const stop = new AbortController();
    const heard: number[] = [];
    const run = minimalPerturbations(
      linear,
      distances.map((distance) => recordAt(distance)),
      options('pgd'),
      {
        signal: stop.signal,
        onProgress: (done) => {
          heard.push(done);
          if (heard.length === 4) stop.abort();
        },
      },
    );
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
  });
});
