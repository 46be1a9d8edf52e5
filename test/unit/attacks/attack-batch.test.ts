import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attackBatch } from '../../../src-main/attacks/run/attack-batch.ts';
import type { AttackBatch } from '../../../src-main/attacks/objective/batch.ts';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import {
  ATTACK_METHODS,
  attackOptionsSchema,
  type AttackMethod,
  type AttackOptionsInput,
} from '../../../src-shared/attacks/index.ts';
import { hasOption } from '../../../src-shared/attacks/options.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { goldenCase } from './golden-cases.ts';
import { tinyClassifier } from './tiny-classifier.ts';

const c = goldenCase(1);
const signal = Float32Array.from(c.x);
const valid = { start: c.padLeft, end: c.x.length - c.padRight };
const one: AttackBatch = { x: [signal], valid: [valid], labels: [c.predicted] };
const options = (input: AttackOptionsInput) =>
  attackOptionsSchema.parse({
    ...{ pgdSteps: 5, sapSteps: 8, adamSteps: 10, binarySearchSteps: 2, apgdSteps: 5, fabSteps: 5, squareQueries: 30 },
    ...input,
  });

let classifier: Classifier;
let before: number;
beforeAll(async () => {
  await openEngine();
});
beforeEach(() => {
  classifier = tinyClassifier(c.weights);
  before = tf.memory().numTensors;
});
afterEach(() => {
  const left = tf.memory().numTensors;
  classifier.dispose();
  expect(left, 'tensors left behind').toBe(before);
});

/** The attacks of AutoAttack have the kernels only where they are told to be smooth: half as many cases do. */
const isCase = (method: AttackMethod, padding: string, kernels: string): boolean =>
  !hasOption(method, 'subspace') || (padding === 'masked') === (kernels === 'cross25');
const smoothIf = (method: AttackMethod, kernels: string): object =>
  hasOption(method, 'subspace') && kernels === 'paired5' ? { subspace: 'smooth' } : {};

/** Without those that see labels only, since what has not fooled is no nearer to it, and what is found on other records. */
const LOOKED_FOR = ATTACK_METHODS.filter((method) => !hasOption(method, 'labelQueries') && method !== 'universal');
const table = LOOKED_FOR.flatMap((method) =>
  (['masked', 'han2020'] as const).flatMap((padding) =>
    (['cross25', 'paired5'] as const).flatMap((kernels) =>
      isCase(method, padding, kernels)
        ? ([null, 2] as const).map((target) => ({ method, padding, kernels, target, ...smoothIf(method, kernels) }))
        : [],
    ),
  ),
);

describe.each(table)('$method, $padding padding, $kernels, target $target', (how) => {
  const chosen = options({ ...how, epsilonUnits: 7.5 });

  it('stays within ε, leaves the padding alone, moves the loss its way, and does it again', async () => {
    const [first, second] = [await attackBatch(classifier, one, chosen), await attackBatch(classifier, one, chosen)];
    const adversarial = first.adversarial[0]!;
    expect(second.adversarial[0]).toEqual(adversarial);
    expect(first.zeroGradientSteps).toEqual([0]);

    const delta = adversarial.map((value, i) => value - signal[i]!);
    const size = Math.max(...delta.map(Math.abs));
    expect(size).toBeLessThanOrEqual(7.5 + 1e-3);
    expect(size).toBeGreaterThan(2);
    expect(delta.filter((value, i) => (i < valid.start || i >= valid.end) && value !== 0)).toHaveLength(0);

    const label = how.target ?? c.predicted;
    const change = lossOf(adversarial, label) - lossOf(signal, label);
    if (how.target === null) expect(change).toBeGreaterThan(1e-4);
    else expect(change).toBeLessThan(-1e-3);
  });
});

describe('attackBatch', () => {
  it('attacks each record as if it were alone, each with its own label, target and padding', async () => {
    const shifted = Float32Array.from(signal, (value) => 0.7 * value);
    const targets: (ClassIndex | null)[] = [null, 3, null];
    const batch: AttackBatch = {
      x: [signal, shifted, shifted],
      valid: [valid, { start: 0, end: 100 }, valid],
      labels: [c.predicted, c.predicted, 1],
      targets,
    };
    const together = await attackBatch(classifier, batch, options({ method: 'sap' }));
    for (let i = 0; i < 3; i++) {
      const single = {
        x: [batch.x[i]!],
        valid: [batch.valid![i]!],
        labels: [batch.labels[i]!],
        targets: [targets[i]!],
      };
      const alone = await attackBatch(classifier, single, options({ method: 'sap' }));
      const same = together.adversarial[i]!.filter((v, k) => Math.abs(v - alone.adversarial[0]![k]!) < 1e-3).length;
      expect(same / signal.length, `record ${i}`).toBeGreaterThanOrEqual(0.995);
    }
    expect(together.adversarial[1]).not.toEqual(together.adversarial[2]);
  });

  it("takes the options' target for records without one of their own", async () => {
    const all = await attackBatch(classifier, one, options({ method: 'pgd', target: 2 }));
    const own = await attackBatch(classifier, { ...one, targets: [2] }, options({ method: 'pgd' }));
    expect(all.adversarial).toEqual(own.adversarial);
  });

  it('treats both paddings alike when there is no padding', async () => {
    const { valid: _, ...whole } = one;
    const masked = await attackBatch(classifier, whole, options({ method: 'sap', padding: 'masked' }));
    const compat = await attackBatch(classifier, whole, options({ method: 'sap', padding: 'han2020' }));
    expect(masked.adversarial).toEqual(compat.adversarial);
  });

  it('leaves its input as it was', async () => {
    const x = signal.slice();
    await attackBatch(classifier, { ...one, x: [x] }, options({ method: 'pgd' }));
    expect(x).toEqual(signal);
  });

  it('reports every step and gives the event loop a turn before each', async () => {
    const steps: string[] = [];
    let turns = 0;
    const spin = (): void => {
      turns++;
      if (steps.length < 13) setImmediate(spin);
    };
    setImmediate(spin);
    await attackBatch(classifier, one, options({ method: 'sap' }), {
      onStep: (step, of) => steps.push(`${step}/${of}`),
    });
    expect(steps).toEqual(Array.from({ length: 13 }, (_, i) => `${i + 1}/13`));
    expect(turns).toBeGreaterThanOrEqual(12);
  });

  it('stops before the next step when asked to', async () => {
    const stop = new AbortController();
    let steps = 0;
    const onStep = (): void => {
      if (++steps === 3) stop.abort();
    };
    const run = attackBatch(classifier, one, options({ method: 'sap' }), { onStep, signal: stop.signal });
    await expect(run).rejects.toMatchObject({ code: 'cancelled', message: 'Stopped after 3 of 13 attack steps.' });
    expect(steps).toBe(3);
  });

  it('moves a classifier that is sure of itself, whose softmax rounds to 1', async () => {
    const sure = scaled(12);
    const { adversarial, zeroGradientSteps } = await attackBatch(
      sure,
      one,
      options({ method: 'pgd', padding: 'masked' }),
    );
    const plain = await attackBatch(classifier, one, options({ method: 'pgd', padding: 'masked' }));
    expect(Math.fround(1 - probabilityOf(sure, signal, c.predicted))).toBe(0);
    expect(zeroGradientSteps).toEqual([0]);
    expect(lossOf(adversarial[0]!, c.predicted)).toBeGreaterThan(lossOf(signal, c.predicted));
    expect(lossOf(adversarial[0]!, c.predicted)).toBeLessThanOrEqual(lossOf(plain.adversarial[0]!, c.predicted) * 1.05);
  });

  it('counts the steps without any gradient, and leaves such a record where it was', async () => {
    const flat = scaled(0);
    const { adversarial, zeroGradientSteps } = await attackBatch(flat, one, options({ method: 'sap' }));
    expect(zeroGradientSteps).toEqual([13]);
    expect(adversarial[0]).toEqual(signal);
  });

  it('counts no steps beyond the goal, where a loss may have nothing left to climb', async () => {
    // The label in the third place of four: the DLR loss is at its end, 1.
    const order = tf.tensor2d([[3, 0.5, 2, 1]]);
    const third: Classifier = {
      ...classifier,
      logits: (x: tf.Tensor2D) => tf.tidy(() => tf.add(order, tf.mul(1e-6, classifier.logits(x)))),
    };
    const attack = (label: ClassIndex) =>
      attackBatch(third, { ...one, labels: [label] }, options({ method: 'pgd', loss: 'dlr' }));
    const done = await attack(3);
    expect(done.zeroGradientSteps).toEqual([0]);
    expect(done.adversarial[0]).toEqual(signal);
    expect((await attack(0)).zeroGradientSteps).toEqual([0]);
    order.dispose();
  });

  it('says that a classifier without finite gradients is damaged, and cleans up', async () => {
    const run = attackBatch(scaled(Number.NaN), one, options({ method: 'pgd' }));
    await expect(run).rejects.toMatchObject({ code: 'damaged', message: /record 0 of the batch/ });
  });

  it.each<[string, Partial<AttackBatch>, RegExp]>([
    ['no records', { x: [], valid: [], labels: [] }, /nothing to attack/],
    [
      'unequal lengths',
      { x: [signal, signal.slice(1)], valid: undefined, labels: [0, 0] },
      /Record 1 .* 119 samples, the first 120/,
    ],
    ['a missing label', { labels: [] }, /1 records, but 0 labels/],
    ['a class that the model has not', { targets: [7 as ClassIndex] }, /class 7; this model has the classes 0 to 3/],
    ['a sample that is no number', { x: [signal.with(5, Number.NaN)] }, /not a finite number/],
    ['a range outside of the signal', { valid: [{ start: 0, end: 121 }] }, /0 … 121 of 120 samples/],
  ])('refuses %s', async (_, change, message) => {
    const run = attackBatch(classifier, { ...one, ...change }, options({ method: 'fgsm' }));
    await expect(run).rejects.toMatchObject({ code: 'bad-input', message });
  });
});

function scaled(factor: number): Classifier {
  return { ...classifier, logits: (x: tf.Tensor2D) => tf.tidy(() => tf.mul(classifier.logits(x), factor)) };
}

function logitsOf(model: Classifier, x: Float32Array): Float32Array {
  return tf.tidy(() => model.logits(tf.tensor2d(x.slice(), [1, x.length])).dataSync<'float32'>());
}

function probabilityOf(model: Classifier, x: Float32Array, label: number): number {
  const logits = logitsOf(model, x);
  return 1 / logits.reduce((sum, z) => sum + Math.exp(z - logits[label]!), 0);
}

function lossOf(x: Float32Array, label: number): number {
  return -Math.log(probabilityOf(classifier, x, label));
}
