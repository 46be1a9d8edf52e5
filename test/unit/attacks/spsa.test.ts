import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { attackBatch } from '../../../src-main/attacks/run/attack-batch.ts';
import { blackBox, type BlackBox } from '../../../src-main/attacks/objective/black-box.ts';
import { averagedKernel } from '../../../src-main/attacks/smoothing/kernels.ts';
import { quantise } from '../../../src-main/attacks/objective/quantise.ts';
import { randomDirection } from '../../../src-main/attacks/outcome/random-direction.ts';
import { smoothSignal } from '../../../src-main/attacks/smoothing/smooth-signal.ts';
import { attack } from '../../../src-main/attacks/methods/spsa.ts';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';
import { attackOptionsSchema } from '../../../src-shared/attacks/index.ts';
import { spsa as descriptor } from '../../../src-shared/attacks/spsa.ts';
import { goldenCase } from './golden-cases.ts';
import { tinyClassifier } from './tiny-classifier.ts';

const spsa = attack.search;
const SAMPLES = 600;
const options = (input: object = {}) =>
  descriptor.schema.parse({ method: 'spsa', spsaSteps: 30, spsaPairs: 4, blockSamples: 20, ...input });

const kernel = averagedKernel('cross25');
/** What the margin of the linear model below grows by: slow enough to pass the smoothing, and of no one frequency. */
const random = generatorFor(5);
const drawn = Float64Array.from({ length: SAMPLES }, () => gaussian(random) / 30);
const weights = smoothSignal(smoothSignal(drawn, kernel), kernel);
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** Class 0 until w·x passes `threshold`, then class 2; counts what it is shown. */
function linear(threshold: number): { forward: BlackBox; shown: Float32Array[] } {
  const shown: Float32Array[] = [];
  const forward: BlackBox = async (signals) => {
    shown.push(...signals);
    return await Promise.resolve(signals.map((x) => Float32Array.of(threshold, -9, dot(weights, x), -9)));
  };
  return { forward, shown };
}

const flat = (value = 0): Float32Array => new Float32Array(SAMPLES).fill(value);
const maxAbs = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs));

beforeAll(async () => {
  await openEngine();
});

describe('SPSA', () => {
  it('takes no gradient of the model: one that cannot be differentiated is attacked all the same', async () => {
    const c = goldenCase(1);
    const inner = tinyClassifier(c.weights);
    // Forward it is the same model; whoever asks for its gradient fails.
    const barrier = tf.customGrad((z) => ({
      value: tf.clone(z as tf.Tensor),
      gradFunc: () => {
        throw new Error('A gradient of the target was computed.');
      },
    }));
    const target: Classifier = { ...inner, logits: (x) => tf.tidy(() => barrier(inner.logits(x)) as tf.Tensor2D) };
    const gradients = vi.spyOn(tf.engine(), 'gradients');
    const signal = Float32Array.from(c.x);
    const batch = { x: [signal], labels: [c.predicted] };
    const tensors = tf.memory().numTensors;
    const { adversarial, queries } = await attackBatch(target, batch, options({ spsaSteps: 5 }));
    expect(gradients).not.toHaveBeenCalled();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(maxAbs(adversarial[0]!.map((value, i) => value - signal[i]!))).toBeGreaterThan(1);
    expect(queries![0]).toBeGreaterThan(1);

    // The alarm works: an attack by the gradient sets it off.
    const pgd = attackOptionsSchema.parse({ method: 'pgd', pgdSteps: 1 });
    await expect(attackBatch(target, batch, pgd)).rejects.toThrow('A gradient of the target was computed.');
    expect(gradients).toHaveBeenCalled();
    gradients.mockRestore();
    inner.dispose();
  });

  it('is given numbers only, which nothing can be differentiated through', () => {
    expectTypeOf<Awaited<ReturnType<BlackBox>>>().toEqualTypeOf<Float32Array[]>();
    expectTypeOf<Parameters<typeof spsa>[0]>().toEqualTypeOf<BlackBox>();
    expectTypeOf<Parameters<typeof blackBox>[0]>().not.toHaveProperty('gradient');
  });

  it('climbs most of the way that there is, where noise of the same size and spectrum climbs none', async () => {
    const { forward } = linear(1e6);
    const chosen = options({ spsaSteps: 60, spsaPairs: 5 });
    const { adversarial } = await spsa(forward, { x: [flat()], labels: [0] }, chosen);
    const best = 10 * smoothSignal(weights, kernel).reduce((sum, w) => sum + Math.abs(w), 0);
    expect(dot(weights, adversarial[0]!)).toBeGreaterThan(0.6 * best);
    const noise = Array.from({ length: 20 }, (_, i) =>
      Math.abs(dot(weights, randomDirection(adversarial[0]!, 10, generatorFor(i)))),
    );
    expect(Math.max(...noise)).toBeLessThan(0.5 * dot(weights, adversarial[0]!));
  });

  it('counts every signal that it shows: the check before, each pair, the check after each step', async () => {
    const { forward, shown } = linear(1e6);
    const { queries } = await spsa(forward, { x: [flat(), flat(5)], labels: [0, 0] }, options({ spsaSteps: 7 }));
    expect(queries).toEqual([1 + 7 * (2 * 4 + 1), 1 + 7 * (2 * 4 + 1)]);
    expect(shown).toHaveLength(2 * queries[0]!);
  });

  it('leaves a record as soon as what would be stored is fooled, and shows it no more', async () => {
    const { forward, shown } = linear(8);
    const batch = { x: [flat(), flat(1)], labels: [0, 0] as (0 | 2)[] };
    const chosen = options({ spsaSteps: 200 });
    const { adversarial, queries } = await spsa(forward, batch, chosen);
    const most = 1 + 200 * 9;
    expect(Math.max(...queries)).toBeLessThan(most);
    expect(shown).toHaveLength(queries[0]! + queries[1]!);
    batch.x.forEach((x, i) => {
      const saved = quantise(Int16Array.from(x), adversarial[i]!, { epsilonUnits: 10 });
      expect(dot(weights, saved)).toBeGreaterThan(8);
    });
    // A check ends it: the last signal that was shown is one that is stored.
    const last = shown.at(-1)!;
    expect(adversarial.map((x, i) => quantise(Int16Array.from(batch.x[i]!), x, { epsilonUnits: 10 }).join())).toContain(
      last.join(),
    );
  });

  it('asks once where there is nothing to do, and goes where it is told', async () => {
    const { forward } = linear(-1);
    const wrong = await spsa(forward, { x: [flat()], labels: [0] }, options());
    expect(wrong).toMatchObject({ queries: [1], zeroGradientSteps: [0] });
    expect(wrong.adversarial[0]).toEqual(flat());
    const back = await spsa(forward, { x: [flat()], labels: [2], targets: [0] }, options({ spsaSteps: 100 }));
    expect(dot(weights, back.adversarial[0]!)).toBeLessThan(-1);
    const there = await spsa(forward, { x: [flat()], labels: [2] }, options({ target: 2 }));
    expect(there.queries).toEqual([1]);
  });

  it('counts the steps at which nothing that it tried made a difference, and stays where it is', async () => {
    const blind: BlackBox = (signals) => Promise.resolve(signals.map(() => Float32Array.of(1, 0, 0, 0)));
    const result = await spsa(blind, { x: [flat(3)], labels: [0] }, options({ spsaSteps: 4 }));
    expect(result).toEqual({ adversarial: [flat(3)], queries: [1 + 4 * 9], zeroGradientSteps: [4] });
  });

  it('draws for each record by the seed and its samples, whatever it is attacked with', async () => {
    const c = goldenCase(1);
    const classifier = tinyClassifier(c.weights);
    const x = [1, 0.7, -0.4].map((scale) => Float32Array.from(c.x, (value) => Math.round(scale * value)));
    const labels = [c.predicted, c.predicted, c.predicted];
    const chosen = options({ spsaSteps: 6 });
    const together = await attackBatch(classifier, { x, labels }, chosen);
    const backwards = await attackBatch(classifier, { x: [...x].reverse(), labels }, chosen);
    expect([...backwards.adversarial].reverse()).toEqual(together.adversarial);
    for (const [i, signal] of x.entries()) {
      const alone = await attackBatch(classifier, { x: [signal], labels: [c.predicted] }, chosen);
      expect(alone.adversarial[0]).toEqual(together.adversarial[i]);
      expect(alone.queries![0]).toBe(together.queries![i]);
    }
    const other = await attackBatch(classifier, { x, labels }, options({ spsaSteps: 6, seed: 2 }));
    expect(other.adversarial).not.toEqual(together.adversarial);
    classifier.dispose();
  });

  it.each(['masked', 'han2020'] as const)('keeps ε, and leaves %s padding as it is', async (padding) => {
    const { forward } = linear(1e6);
    const valid = { start: 100, end: 500 };
    const chosen = options({ padding, epsilonUnits: 7.5 });
    const { adversarial } = await spsa(forward, { x: [flat(2)], valid: [valid], labels: [0] }, chosen);
    const delta = adversarial[0]!.map((value) => value - 2);
    expect(maxAbs(delta)).toBeLessThanOrEqual(7.5 + 1e-3);
    expect(maxAbs(delta)).toBeGreaterThan(5);
    expect(maxAbs([...delta.slice(0, 100), ...delta.slice(500)])).toBe(0);
  });

  it('stops when it is asked to, and says where the logits of a model are not numbers', async () => {
    const { forward } = linear(1e6);
    const signal = AbortSignal.abort();
    await expect(spsa(forward, { x: [flat()], labels: [0] }, options(), { signal })).rejects.toMatchObject({
      code: 'cancelled',
    });
    const broken: BlackBox = (signals) => Promise.resolve(signals.map(() => Float32Array.of(NaN, 0, 0, 0)));
    await expect(spsa(broken, { x: [flat()], labels: [0] }, options())).rejects.toThrow(
      /logits for record 0 of the batch are not numbers/,
    );
  });
});
