import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { ballOf } from '../../../src-main/attacks/methods/parts/ball.ts';
import { drawMove, drawStart } from '../../../src-main/attacks/methods/parts/intervals.ts';
import type { AttackBatch } from '../../../src-main/attacks/objective/batch.ts';
import { quantise } from '../../../src-main/attacks/objective/quantise.ts';
import { attackBatch } from '../../../src-main/attacks/run/attack-batch.ts';
import { averagedKernel } from '../../../src-main/attacks/smoothing/kernels.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';
import { seeded } from '../../../src-main/numeric/seeding.ts';
import { attackOptionsSchema, type AttackOptionsInput } from '../../../src-shared/attacks/index.ts';

const SAMPLES = 200;
const options = (input: AttackOptionsInput) =>
  attackOptionsSchema.parse({ apgdSteps: 12, fabSteps: 10, squareQueries: 200, labelQueries: 300, ...input });

/** Logits that are linear in x, so that the smallest perturbation is known: z_c = w_c·x + b_c. */
function linear(weights: readonly (readonly number[])[], bias: readonly number[]): Classifier {
  const w = tf.keep(tf.transpose(tf.tensor2d(weights.map((row) => [...row]))));
  const b = tf.keep(tf.tensor1d([...bias]));
  return {
    classCount: bias.length,
    logits: (x) => tf.tidy(() => tf.add(tf.matMul(x, w as tf.Tensor2D), b)),
    dispose: () => tf.dispose([w, b]),
  } as Classifier;
}

/** Class 1 wins where the mean of the first half rises by 5, class 2 where one sample rises by 30, class 3 never. */
const HALF = Array.from({ length: SAMPLES }, (_, i) => (i < SAMPLES / 2 ? 2 / SAMPLES : 0));
const ONE = Array.from({ length: SAMPLES }, (_, i) => (i === 150 ? 1 : 0));
const NONE = Array.from({ length: SAMPLES }, () => 0);
const model = (): Classifier => linear([NONE, HALF, ONE, NONE], [0, -5, -30, -1000]);
const record: AttackBatch = { x: [new Float32Array(SAMPLES)], labels: [0] };

const sizeOf = (v: Float32Array): { linf: number; l2: number } => ({
  linf: Math.max(...v.map(Math.abs)),
  l2: Math.hypot(...v),
});
const goesOver = (classifier: Classifier, x: Float32Array): boolean =>
  tf.tidy(
    () =>
      classifier
        .logits(tf.tensor2d([Array.from(x)]))
        .argMax(1)
        .dataSync()[0],
  ) !== 0;

beforeAll(async () => {
  await openEngine();
});

describe('a ball', () => {
  const of = (make: () => tf.Tensor): number[] => Array.from(tf.tidy(() => make()).dataSync());
  const v = (): tf.Tensor2D => tf.tensor2d([[3, -4]]);

  it('of L∞ clips, follows the sign, and steps as far in every sample to reach a plane', () => {
    const ball = ballOf('linf', 2);
    expect(of(() => ball.size(v()))).toEqual([4]);
    expect(of(() => ball.project(v()))).toEqual([2, -2]);
    expect(of(() => ball.steepest(v()))).toEqual([1, -1]);
    // 3·d₀ − 4·d₁ = 14 with the least of the greater of both: 2 and −2.
    expect(of(() => ball.toZero(tf.tensor2d([[-14]]), v()))).toEqual([2, -2]);
  });

  it('of L2 scales, follows the gradient, and steps along it to reach a plane', () => {
    const ball = ballOf('l2', 2.5);
    expect(of(() => ball.size(v()))).toEqual([5]);
    of(() => ball.project(v())).forEach((value, i) => expect(value).toBeCloseTo([1.5, -2][i]!, 5));
    of(() => ball.steepest(v())).forEach((value, i) => expect(value).toBeCloseTo([0.6, -0.8][i]!, 6));
    of(() => ball.toZero(tf.tensor2d([[-25]]), v())).forEach((value, i) => expect(value).toBeCloseTo([3, -4][i]!, 5));
    // Its squares are 0 in single precision.
    of(() => ball.steepest(tf.tensor2d([[3e-30, -4e-30]]))).forEach((value, i) =>
      expect(value).toBeCloseTo([0.6, -0.8][i]!, 5),
    );
    expect(of(() => ball.steepest(tf.zeros([1, 2])))).toEqual([0, 0]);
  });
});

describe('where the smallest perturbation is known', () => {
  // L∞: 5 in all of the first half (30 in one sample leads to class 2). L2: 5·√100 = 50 there, but 30 in the one sample.
  it.each([
    ['apgd', 'linf', 6, 4],
    ['apgd', 'l2', 32, 28],
    ['fab', 'linf', 6, 4],
    ['fab', 'l2', 32, 28],
    ['square', 'linf', 6, 4],
    ['autoattack', 'linf', 6, 4],
    ['autoattack', 'l2', 32, 28],
    ['rays', 'linf', 6, 4],
  ] as const)('%s in %s finds it with ε %d and finds nothing with ε %d', async (method, norm, enough, tooLittle) => {
    const classifier = model();
    for (const epsilonUnits of [enough, tooLittle]) {
      const own = options({
        method,
        norm,
        epsilonUnits,
        ...(method === 'apgd' ? { loss: 'dlr', eachClass: true } : {}),
      });
      const { adversarial } = await attackBatch(classifier, record, own);
      expect(sizeOf(adversarial[0]!)[norm]).toBeLessThanOrEqual(epsilonUnits * (1 + 1e-5));
      const stored = quantise(Int16Array.from(record.x[0]!), adversarial[0]!, own);
      expect(goesOver(classifier, Float32Array.from(stored)), `ε ${epsilonUnits}`).toBe(epsilonUnits === enough);
    }
    classifier.dispose();
  });

  it('each finds smooth ones alone where it is told to: those that K̄ can make', async () => {
    const classifier = model();
    const kernel = averagedKernel('cross25');
    for (const method of ['apgd', 'fab', 'square', 'autoattack', 'rays'] as const) {
      const own = options({ method, subspace: 'smooth', epsilonUnits: 8 });
      const { adversarial } = await attackBatch(classifier, record, own);
      expect(goesOver(classifier, adversarial[0]!), method).toBe(true);
      const delta = adversarial[0]!;
      const most = Math.max(...delta.slice(1).map((value, i) => Math.abs(value - delta[i]!)));
      // θ jumps by 2ε at most, and δ by what the kernel's largest weight makes of it.
      expect(most, method).toBeLessThanOrEqual(16 * Math.max(...kernel) + 1e-3);
    }
    classifier.dispose();
  });
});

describe('AutoAttack', () => {
  it('spares a record that one attack has fooled the next ones, and says what each has reached', async () => {
    const classifier = model();
    const hard = Float32Array.from(record.x[0]!, (_, i) => (i < SAMPLES / 2 ? -20 : 0));
    const batch: AttackBatch = { x: [record.x[0]!, hard], labels: [0, 0] };
    const { parts } = await attackBatch(classifier, batch, options({ method: 'autoattack', epsilonUnits: 6 }));
    expect(parts![0]).toMatchObject([{ attack: 'apgd-ce', reached: true }]);
    expect(parts![1]!.map(({ attack, reached }) => [attack, reached])).toEqual(
      ['apgd-ce', 'apgd-t', 'fab-t', 'square'].map((name) => [name, false]),
    );
    classifier.dispose();
  });

  it('takes the margin instead of the DLR loss where there are too few classes for it, which APGD refuses', async () => {
    const two = linear([NONE, HALF], [0, -5]);
    const beyond: AttackBatch = { ...record, x: [record.x[0]!.map(() => -50)] };
    const { parts } = await attackBatch(two, beyond, options({ method: 'autoattack', epsilonUnits: 6 }));
    expect(parts![0]!.map(({ attack }) => attack)).toEqual(['apgd-ce', 'apgd-margin', 'fab-t', 'square']);
    const dlr = attackBatch(two, record, options({ method: 'apgd', loss: 'dlr' }));
    await expect(dlr).rejects.toMatchObject({
      code: 'bad-input',
      message: 'The DLR loss needs 3 classes; this model has 2. Take the margin of the logits: --loss margin.',
    });
    two.dispose();
  });

  it('asks a model without gradients by Square alone', async () => {
    const classifier: Classifier = { ...model(), differentiable: false };
    const { parts } = await attackBatch(classifier, record, options({ method: 'autoattack', epsilonUnits: 8 }));
    expect(parts![0]).toMatchObject([{ attack: 'square', reached: true }]);
    classifier.dispose();
  });
});

describe('the intervals of Square', () => {
  it.each(['linf', 'l2'] as const)('start and stay at the edge of the budget in %s, one interval at a time', (norm) => {
    const random = seeded(3);
    const budget = { norm, epsilonUnits: 40 };
    let theta = drawStart(SAMPLES, 7, budget, random);
    for (const share of [0.8, 0.1, 0.01, 0.001]) {
      const moved = drawMove(theta, share, budget, random);
      const size = sizeOf(Float32Array.from(moved));
      expect(norm === 'l2' ? size.l2 : size.linf).toBeCloseTo(40, 3);
      const changed = moved.filter((value, i) => value !== theta[i]).length;
      if (norm === 'linf') expect(changed).toBeLessThanOrEqual(Math.max(1, Math.round(share * SAMPLES)));
      theta = moved;
    }
  });
});

describe('a δ that is stored in L2', () => {
  it('is no longer than ε after rounding', () => {
    const original = new Int16Array(900);
    const adversarial = Float32Array.from(original, (_, i) => 0.6 + 0.3 * Math.sin(i));
    const stored = quantise(original, adversarial, { epsilonUnits: 20, norm: 'l2' });
    const length = Math.hypot(...stored);
    expect(length).toBeLessThanOrEqual(20);
    expect(length).toBeGreaterThan(15);
    expect(Math.hypot(...quantise(original, adversarial, { epsilonUnits: 60, norm: 'l2' }))).toBeGreaterThan(20);
  });
});
