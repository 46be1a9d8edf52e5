import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { perturbsFlatEnds, withoutFlatEnds } from '../../../src-main/attacks/outcome/flat-ends.ts';
import { judgeNoise, type Attacked, type ControlDraws } from '../../../src-main/attacks/outcome/noise-control.ts';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';

const SAMPLES = 1000;
const EPSILON = 10;
const BUDGET = { epsilonUnits: EPSILON };
const DRAWS: ControlDraws = { seed: 1, method: 'sap' };

/** Two classes by the sign of a score of each signal. */
function byScore(score: (x: tf.Tensor2D) => tf.Tensor): Classifier {
  return {
    classCount: 2,
    logits: (x) => tf.tidy(() => tf.stack([tf.zeros([x.shape[0]]), score(x)], 1) as tf.Tensor2D),
    dispose: () => undefined,
  };
}

const random = generatorFor(1);
const weights = Float32Array.from({ length: SAMPLES }, () => gaussian(random));
/** w·x − 2,000: an attack along sign w moves it by about 8,000, noise of that size by about 300. */
const linear = byScore((x) => tf.sub(tf.dot(x, tf.tensor1d(weights)), 2000));
/** Whether anything is other than 0. */
const anything = byScore((x) => tf.sub(tf.sum(tf.abs(x), 1), 0.5));

function attacked(count: number, delta: (i: number) => number, target: Attacked['target'] = null): Attacked[] {
  return Array.from({ length: count }, (_, k) => {
    const noise = generatorFor(2, k);
    const original = Int16Array.from({ length: SAMPLES }, () => Math.round(2 * gaussian(noise)));
    const adversarial = original.map((value, i) => value + delta(i));
    return { original, adversarial, originalClass: 0, target };
  });
}
const alongWeights = (i: number): number => EPSILON * Math.sign(weights[i] ?? 0);
const still = (count: number, delta: (i: number) => number): Attacked[] =>
  attacked(count, delta).map((one) => {
    const original = new Int16Array(SAMPLES);
    return { ...one, original, adversarial: original.map((_, i) => delta(i)) };
  });

beforeAll(async () => void (await openEngine()));

describe('the noise control', () => {
  it('does not fool where the attack fools because of its direction', async () => {
    const examples = attacked(40, alongWeights);
    const classes = tf.tidy(() => linear.logits(tf.tensor2d(examples.map((e) => [...e.adversarial]))).arraySync());
    expect(classes.every(([, score]) => (score ?? 0) > 0)).toBe(true);
    expect((await judgeNoise(linear, examples, BUDGET, DRAWS)).filter(Boolean)).toEqual([]);
  });

  it('fools where any change of that size does', async () => {
    expect(await judgeNoise(anything, still(3, alongWeights), BUDGET, DRAWS)).toEqual([true, true, true]);
  });

  it('counts only the target of a targeted attack', async () => {
    const led = (target: Attacked['target']): Attacked[] => still(1, alongWeights).map((e) => ({ ...e, target }));
    expect(await judgeNoise(anything, led(1), BUDGET, DRAWS)).toEqual([true]);
    expect(await judgeNoise(anything, led(2), BUDGET, DRAWS)).toEqual([false]);
  });

  it('is nothing where the attack changed nothing', async () => {
    expect(
      await judgeNoise(
        anything,
        still(1, () => 0),
        BUDGET,
        DRAWS,
      ),
    ).toEqual([false]);
  });

  it('stays out of the padding', async () => {
    const inside = still(1, (i) => (i >= 100 && i < 900 ? alongWeights(i) : 0));
    const valid = { start: 100, end: 900 };
    const inPadding = byScore((x) => tf.sub(tf.sum(tf.abs(tf.slice(x, [0, 900], [-1, 100])), 1), 0.5));
    const withRange = inside.map((one) => ({ ...one, valid }));
    expect(await judgeNoise(inPadding, withRange, BUDGET, DRAWS)).toEqual([false]);
    expect(await judgeNoise(inPadding, inside, BUDGET, DRAWS)).toEqual([true]);
  });

  it("is a record's own, whatever else is in the batch", async () => {
    const undecided = byScore((x) => tf.dot(x, tf.tensor1d(weights)));
    const all = attacked(16, alongWeights);
    const together = await judgeNoise(undecided, all, BUDGET, DRAWS);
    const alone = await Promise.all(all.map((one) => judgeNoise(undecided, [one], BUDGET, DRAWS)));
    expect(alone.flat()).toEqual(together);
    expect(new Set(together).size).toBe(2);
  });

  it('is drawn anew for another seed and for another method, and not for runs that drew it from the record', async () => {
    const undecided = byScore((x) => tf.dot(x, tf.tensor1d(weights)));
    const all = attacked(60, alongWeights);
    const outcomes = (draws: ControlDraws): Promise<boolean[]> => judgeNoise(undecided, all, BUDGET, draws);
    const first = await outcomes(DRAWS);
    expect(await outcomes({ ...DRAWS })).toEqual(first);
    for (const other of [{ ...DRAWS, seed: 2 }, { ...DRAWS, method: 'pgd' as const }, 'record' as const]) {
      const found = await outcomes(other);
      const same = found.filter((fooled, i) => fooled === first[i]).length;
      expect(same).toBeGreaterThan(15);
      expect(same).toBeLessThan(45);
    }
  });
});

describe('flat ends of a record', () => {
  const padded = [...new Array<number>(200).fill(0), 3, 5, 0, 2, ...new Array<number>(400).fill(0)];

  it('are what rests on one value for half a second or more', () => {
    expect(withoutFlatEnds(padded, 300)).toEqual({ start: 200, end: 204 });
    expect(withoutFlatEnds(padded, 500)).toEqual({ start: 0, end: 204 });
    expect(withoutFlatEnds([1, 1, 2, 3, 3], 300)).toEqual({ start: 0, end: 5 });
    expect(withoutFlatEnds(new Int16Array(600).fill(4), 300)).toEqual({ start: 600, end: 600 });
  });

  it('are seen to be perturbed, by a single sample', () => {
    const at = (index: number): number[] => padded.map((value, i) => (i === index ? value + 1 : value));
    expect(perturbsFlatEnds(padded, at(201), 300)).toBe(false);
    expect(perturbsFlatEnds(padded, at(10), 300)).toBe(true);
    expect(perturbsFlatEnds(padded, at(603), 300)).toBe(true);
  });
});
