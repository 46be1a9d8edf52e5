import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { batchesByLength } from '../../../src-main/numeric/batching.ts';
import { averagedKernel, gaussianKernel } from '../../../src-main/attacks/smoothing/kernels.ts';
import { makeGoal } from '../../../src-main/attacks/objective/goal.ts';
import { attackLoss } from '../../../src-main/attacks/objective/loss.ts';
import { project } from '../../../src-main/attacks/methods/parts/project.ts';
import { sign } from '../../../src-main/attacks/methods/parts/sign.ts';
import { smooth } from '../../../src-main/attacks/smoothing/smooth.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';

beforeAll(async () => {
  await openEngine();
});

describe('kernels', () => {
  it('are Gaussian weights that sum to 1', () => {
    const side = Math.exp(-1 / 8);
    const total = 1 + 2 * side;
    expect(Array.from(gaussianKernel(3, 2))).toEqual([side / total, 1 / total, side / total]);
  });

  it.each(['cross25', 'paired5'] as const)('average to 19 symmetric weights that sum to 1: %s', (kernels) => {
    const mean = averagedKernel(kernels);
    expect(mean).toHaveLength(19);
    expect(mean.reduce((a, b) => a + b)).toBeCloseTo(1, 14);
    mean.forEach((weight, i) => expect(weight).toBeCloseTo(mean[18 - i]!, 15));
  });

  // The half-power frequencies at 300 Hz, and the least damping above 60 Hz, that the averaging is known to give.
  it.each([
    ['cross25', 14.7],
    ['paired5', 12.1],
  ] as const)('pass slow and damp fast changes: %s halves the power at %f Hz', (kernels, halfHz) => {
    const gainDb = (hz: number): number => {
      const gain = averagedKernel(kernels).reduce(
        (sum, w, i) => sum + w * Math.cos((2 * Math.PI * hz * (i - 9)) / 300),
        0,
      );
      return 20 * Math.log10(Math.abs(gain));
    };
    expect(gainDb(halfHz)).toBeCloseTo(-3.01, 1);
    for (let hz = 60; hz <= 150; hz++) expect(gainDb(hz)).toBeLessThanOrEqual(-22.9);
  });
});

describe('smooth', () => {
  const kernel = Float64Array.of(0.25, 0.5, 0.25);

  it('convolves each row with zeros around it', () => {
    const rows = tf.tidy(() =>
      smooth(
        tf.tensor2d([
          [4, 0, 0, 0],
          [1, 1, 1, 1],
        ]),
        kernel,
      ).arraySync(),
    );
    expect(rows).toEqual([
      [2, 1, 0, 0],
      [0.75, 1, 1, 0.75],
    ]);
  });

  it('is its own adjoint for the averaged kernel, so that it also maps gradients', () => {
    const [u, v] = [
      [3, -1, 4, 1, -5, 9, 2, 6],
      [2, 7, -1, 8, 2, -8, 1, 8],
    ];
    const product = (a: number[], b: number[]): number =>
      tf.tidy(
        () => tf.sum(tf.mul(smooth(tf.tensor2d([a]), averagedKernel('cross25')), tf.tensor2d([b]))).dataSync()[0]!,
      );
    expect(product(u, v)).toBeCloseTo(product(v, u), 4);
  });
});

describe('sign and project', () => {
  it('sees the sign of the smallest gradients', () => {
    const values = [0, -0, 1e-30, -1e-30, 1e-9, -3e-8, 5, -7e20, 3e38];
    const signs = tf.tidy(() => sign(tf.tensor2d([values])).dataSync());
    expect(Array.from(signs, (s) => s + 0)).toEqual([0, 0, 1, -1, 1, -1, 1, -1, 1]);
  });

  it('holds every sample within the budget', () => {
    const held = tf.tidy(() => project(tf.tensor2d([[-11, -10, 0.5, 12]]), 10).dataSync());
    expect(Array.from(held)).toEqual([-10, -10, 0.5, 10]);
  });
});

describe('attackLoss', () => {
  const slope = (logits: number[][], labels: (0 | 1 | 2)[], targets: (0 | 1 | 2 | null)[]): number[][] =>
    tf.tidy(() => {
      const goal = makeGoal(labels, targets, 3);
      return tf
        .grad((z) => attackLoss(z as tf.Tensor2D, goal))(tf.tensor2d(logits))
        .arraySync() as number[][];
    });

  it('sums ± cross-entropy over the batch: up for untargeted records, down for targeted ones', () => {
    const value = tf.tidy(
      () =>
        attackLoss(
          tf.tensor2d([
            [0, 0, 0],
            [1, 2, 3],
          ]),
          makeGoal([0, 0], [null, 2], 3),
        ).dataSync()[0]!,
    );
    const second = -Math.log(Math.exp(3) / (Math.exp(1) + Math.exp(2) + Math.exp(3)));
    expect(value).toBeCloseTo(Math.log(3) - second, 5);
  });

  it('has the gradient softmax − one-hot, each record its own', () => {
    const [first, second] = slope(
      [
        [0, 0, 0],
        [0, 0, 0],
      ],
      [0, 1],
      [null, 2],
    );
    [-2 / 3, 1 / 3, 1 / 3].forEach((g, i) => expect(first![i]).toBeCloseTo(g, 6));
    [-1 / 3, -1 / 3, 2 / 3].forEach((g, i) => expect(second![i]).toBeCloseTo(g, 6));
  });

  it('keeps the gradient of a probability that rounds to 1', () => {
    const [row] = slope([[40, 0, 1]], [0], [null]);
    const others = [Math.exp(-40), Math.exp(-39)];
    expect(row![0]! / -(others[0]! + others[1]!)).toBeCloseTo(1, 4);
    expect(row![2]! / others[1]!).toBeCloseTo(1, 4);
  });
});

describe('batchesByLength', () => {
  it('groups equal lengths, at most about 32 records of 30 s at once, in a fixed order', () => {
    const lengths = [18_000, 9000, 9000, 18_000, 2714, ...Array.from({ length: 40 }, () => 9000)];
    const batches = batchesByLength(lengths);
    expect(batches.map((batch) => batch.length)).toEqual([1, 32, 10, 2]);
    expect(batches[0]).toEqual([4]);
    expect(batches[3]).toEqual([0, 3]);
    for (const batch of batches) expect(new Set(batch.map((index) => lengths[index])).size).toBe(1);
    expect(batches.flat().sort((a, b) => a - b)).toEqual(lengths.map((_, index) => index));
    expect(batchesByLength(lengths)).toEqual(batches);
  });

  it('takes a record longer than a whole batch on its own', () => {
    expect(batchesByLength([400_000, 400_000])).toEqual([[0], [1]]);
  });
});
