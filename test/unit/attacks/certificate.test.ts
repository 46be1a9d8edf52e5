import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { countVotes, type SmoothingNoise } from '../../../src-main/attacks/certificate/count-votes.ts';
import { averagedKernel } from '../../../src-main/attacks/smoothing/kernels.ts';
import { smoothSignal } from '../../../src-main/attacks/smoothing/smooth-signal.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';
import { certifiedRadius } from '../../../src-main/statistics/certified-radius.ts';
import { normalCdf } from '../../../src-main/statistics/normal-cdf.ts';

await openEngine();

const SAMPLES = 60;
const SIGMA = 20;
const CONFIDENCE = 0.999;
const NOISE: SmoothingNoise = { sigmaUnits: SIGMA, kernel: null, choosingDraws: 50, draws: 2000, seed: 1 };
const KERNEL = averagedKernel('cross25');
const random = generatorFor(5);
const normal = (length: number): Float64Array => Float64Array.from({ length }, () => gaussian(random));
const norm = (v: ArrayLike<number>): number => Math.hypot(...Array.from(v));

/** Two classes by the sign of w·x: the distance of x from the boundary is |w·x| / ‖w‖, and no certificate can exceed it. */
const w = normal(SAMPLES);
const linear: Classifier = {
  classCount: 2,
  logits: (x) => tf.tidy(() => tf.stack([tf.zeros([x.shape[0]]), tf.dot(x, tf.tensor1d([...w]))], 1) as tf.Tensor2D),
  dispose: () => undefined,
};
/** The signal along w at this distance from the boundary, in class 1. */
const at = (distance: number): Float32Array => Float32Array.from(w, (weight) => (weight * distance) / norm(w));

describe('a certificate of a linear classifier', () => {
  it.each([
    ['white noise', null, norm(w)],
    // θ acts on w·(K̄ ⊗ θ) = (K̄ ⊗ w)·θ.
    ['smoothed noise', KERNEL, norm(smoothSignal(w, KERNEL))],
  ])('with %s never exceeds the exact distance, and comes near it', async (_, kernel, slope) => {
    for (const deviations of [0.3, 0.7, 1, 1.5]) {
      // The score is `deviations` standard deviations of its noise, and the exact distance as many σ.
      const distance = (deviations * SIGMA * slope) / norm(w);
      const found = await countVotes(linear, at(distance), { ...NOISE, kernel });
      const share = normalCdf(deviations);
      expect(found.class).toBe(1);
      expect(Math.abs(found.votes / NOISE.draws - share)).toBeLessThan(
        4 * Math.sqrt((share * (1 - share)) / NOISE.draws),
      );
      const radius = certifiedRadius(found.votes, NOISE.draws, SIGMA, CONFIDENCE) ?? 0;
      expect(radius).toBeLessThan(deviations * SIGMA);
      expect(radius).toBeGreaterThan(0.5 * deviations * SIGMA);
    }
  });

  it('is none on the boundary', async () => {
    const { votes } = await countVotes(linear, at(0), NOISE);
    expect(certifiedRadius(votes, NOISE.draws, SIGMA, CONFIDENCE)).toBeNull();
  });

  it('depends on the seed and the record alone', async () => {
    const votesOf = async (seed: number, draws: number): Promise<number> =>
      (await countVotes(linear, at(10), { ...NOISE, seed, draws })).votes;
    expect(await votesOf(1, 500)).toBe(await votesOf(1, 500));
    expect(await votesOf(1, 500)).not.toBe(await votesOf(2, 500));
  });
});

describe('a certificate of a network', () => {
  const [hidden, out] = [tf.tensor2d([...normal(SAMPLES * 16)], [SAMPLES, 16]), tf.tensor2d([...normal(48)], [16, 3])];
  const network: Classifier = {
    classCount: 3,
    logits: (x) => tf.tidy(() => tf.matMul(tf.relu(tf.matMul(tf.div(x, 100), hidden)), out) as tf.Tensor2D),
    dispose: () => undefined,
  };
  const records = Array.from({ length: 12 }, () => Float32Array.from(normal(SAMPLES), (value) => 30 * value));

  /** PGD in L2 of the given radius on the loss averaged over noise, from x along the gradient. */
  function attacked(x: Float32Array, label: number, kernel: Float64Array | null, radius: number): Float32Array {
    const move = (v: Float64Array): Float64Array => (kernel === null ? v : smoothSignal(v, kernel));
    const noise = Array.from({ length: 64 }, () => move(normal(SAMPLES).map((value) => SIGMA * value)));
    const labels = tf.oneHot(tf.fill([noise.length], label, 'int32'), 3);
    const loss = (v: tf.Tensor): tf.Tensor =>
      tf.neg(tf.sum(tf.mul(labels, tf.logSoftmax(network.logits(v as tf.Tensor2D)))));
    let theta = new Float64Array(SAMPLES);
    for (let step = 0; step < 20; step++) {
      const delta = move(theta);
      const rows = noise.map((eta) => [...x].map((value, i) => value + delta[i]! + eta[i]!));
      const byRow = tf.tidy(() => tf.sum(tf.grad(loss)(tf.tensor2d(rows)), 0).dataSync());
      const slope = move(Float64Array.from(byRow));
      const next = theta.map((value, i) => value + (radius / 4) * (slope[i]! / (norm(slope) || 1)));
      const scale = Math.min(1, radius / norm(next));
      theta = next.map((value) => scale * value);
    }
    labels.dispose();
    const delta = move(theta);
    return x.map((value, i) => value + delta[i]!);
  }

  it.each([
    ['white noise', null],
    ['smoothed noise', KERNEL],
  ])('with %s is broken by no attack within its radius, and by some beyond', { timeout: 30_000 }, async (_, kernel) => {
    let [certified, broken] = [0, 0];
    for (const x of records) {
      const { class: label, votes } = await countVotes(network, x, { ...NOISE, kernel });
      const radius = certifiedRadius(votes, NOISE.draws, SIGMA, CONFIDENCE);
      if (radius === null) continue;
      certified += 1;
      const shareAt = async (times: number): Promise<number> => {
        const moved = await countVotes(network, attacked(x, label, kernel, times * radius), { ...NOISE, kernel });
        return moved.class === label ? moved.votes / NOISE.draws : 1 - moved.votes / NOISE.draws;
      };
      // Most copies keep the class; at the very edge the draws may make it a few less.
      expect(await shareAt(0.99)).toBeGreaterThan(0.5 - 4 * Math.sqrt(0.25 / NOISE.draws));
      if ((await shareAt(4)) < 0.4) broken += 1;
    }
    expect(certified).toBeGreaterThan(5);
    expect(broken).toBeGreaterThan(2);
  });
});

describe('the radius of a certificate', () => {
  it('is σ·Φ⁻¹ of the exact lower bound: by closed form where all copies agree, by SciPy elsewhere', () => {
    for (const draws of [100, 1000, 100_000]) {
      const radius = certifiedRadius(draws, draws, 2, CONFIDENCE) ?? NaN;
      expect(normalCdf(radius / 2)).toBeCloseTo(0.001 ** (1 / draws), 9);
    }
    expect(certifiedRadius(990, 1000, 1, 0.999)).toBeCloseTo(1.9780095821411994, 9);
    expect(certifiedRadius(700, 1000, 50, 0.999)).toBeCloseTo(50 * 0.39471134460417756, 7);
  });

  it('is none where one half is not excluded', () => {
    expect(certifiedRadius(60, 100, 1, 0.999)).toBeNull();
    expect(certifiedRadius(0, 100, 1, 0.999)).toBeNull();
  });
});
