import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attackBatch } from '../../../src-main/attacks/run/attack-batch.ts';
import { jerkiness, jerkinessGradient } from '../../../src-main/attacks/methods/parts/jerkiness.ts';
import { quantise } from '../../../src-main/attacks/objective/quantise.ts';
import { nextWeights } from '../../../src-main/attacks/methods/parts/search-weight.ts';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { attackOptionsSchema, type AttackOptionsInput } from '../../../src-shared/attacks/index.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { gradientError } from '../ml/numeric-gradient.ts';
import { goldenCase } from './golden-cases.ts';
import { tinyClassifier } from './tiny-classifier.ts';

const c = goldenCase(2);
const signal = Float32Array.from(c.x);
const other = Float32Array.from(signal, (value) => Math.round(0.8 * value));
const options = (input: Partial<AttackOptionsInput>) =>
  attackOptionsSchema.parse({
    method: 'ecgadv',
    epsilonUnits: 200,
    adamSteps: 25,
    binarySearchSteps: 4,
    learningRateUnits: 3,
    ...input,
  });

let classifier: Classifier;
beforeAll(async () => {
  await openEngine();
  classifier = tinyClassifier(c.weights);
});

const classOf = (x: ArrayLike<number>): number =>
  tf.tidy(() => tf.argMax(classifier.logits(tf.tensor2d([Array.from(x)])), 1).dataSync()[0]!);
const roughness = (x: ArrayLike<number>, from: Float32Array): number =>
  tf.tidy(() => jerkiness(tf.tensor2d([Array.from(from, (value, i) => x[i]! - value)])).dataSync()[0]!);

describe('Var(Δδ)', () => {
  it('is the variance of the differences', () => {
    const values = tf.tidy(() =>
      jerkiness(
        tf.tensor2d([
          [0, 1, 3, 2],
          [0, 2, 4, 6],
        ]),
      ).dataSync(),
    );
    expect(values[0]).toBeCloseTo((1 + 4 + 1) / 3 - (2 / 3) ** 2, 6);
    expect(values[1]).toBe(0);
  });

  it('has the gradient that small changes show', () => {
    const delta = tf.tensor2d([[0.3, -1.2, 2.2, 0.4, -0.7, 1.1]]);
    const f = tf.customGrad((v) => ({
      value: tf.sum(jerkiness(v as tf.Tensor2D)),
      gradFunc: (dy: tf.Tensor) => tf.mul(dy, jerkinessGradient(v as tf.Tensor2D)),
    }));
    expect(gradientError((v) => f(v) as tf.Scalar, delta, 1e-2)).toBeLessThan(1e-3);
  });
});

describe('the search for c', () => {
  it('grows tenfold until it fools, then halves the distance to the last that did or did not, by record', () => {
    const column = (...values: number[]): tf.Tensor2D => tf.tensor2d(values, [values.length, 1]);
    let weights = { c: column(1, 1), low: column(0, 0), high: column(Infinity, Infinity) };
    const moves: number[][] = [];
    for (const reached of [
      [0, 1],
      [1, 1],
      [0, 0],
      [1, 0],
    ]) {
      weights = nextWeights(weights, column(...reached));
      moves.push(Array.from(weights.c.dataSync()));
    }
    expect(moves.map(([first]) => first)).toEqual([10, 5.5, 7.75, 6.625]);
    expect(moves.map(([, second]) => second)).toEqual([0.5, 0.25, 0.375, 0.4375]);
  });
});

describe('ECGadv', () => {
  it('fools as it will be stored, with a much smoother δ than PGD of the size that it needs', async () => {
    const label = classOf(signal) as ClassIndex;
    const { adversarial } = await attackBatch(classifier, { x: [signal], labels: [label] }, options({}));
    const stored = quantise(Int16Array.from(signal), adversarial[0]!, { epsilonUnits: 200 });
    expect(Array.from(stored)).toEqual(Array.from(adversarial[0]!));
    expect(classOf(stored)).not.toBe(label);

    const size = Math.max(...stored.map((value, i) => Math.abs(value - signal[i]!)));
    const pgd = options({ method: 'pgd', epsilonUnits: size, alphaUnits: size / 10, pgdSteps: 20 });
    const [jagged] = (await attackBatch(classifier, { x: [signal], labels: [label] }, pgd)).adversarial;
    expect(roughness(stored, signal)).toBeLessThan(roughness(jagged!, signal) / 4);
  });

  it('is smoother the longer it searches for c', async () => {
    const batch = { x: [signal], labels: [classOf(signal) as ClassIndex] };
    const found = async (binarySearchSteps: number) =>
      roughness(
        (await attackBatch(classifier, batch, options({ binarySearchSteps, initialC: 1000 }))).adversarial[0]!,
        signal,
      );
    const [first, last] = [await found(1), await found(4)];
    expect(last).toBeLessThan(first);
  });

  it('leads to a target, which it reaches', async () => {
    const batch = { x: [signal], labels: [classOf(signal) as ClassIndex] };
    const target = 3;
    const { adversarial } = await attackBatch(classifier, batch, options({ target }));
    expect(classOf(adversarial[0]!)).toBe(target);
  });

  it('keeps to its cap', async () => {
    const batch = { x: [signal], labels: [classOf(signal) as ClassIndex] };
    const { adversarial } = await attackBatch(classifier, batch, options({ epsilonUnits: 6 }));
    expect(Math.max(...adversarial[0]!.map((value, i) => Math.abs(value - signal[i]!)))).toBeLessThanOrEqual(6);
  });

  it('searches each record for itself, and leaves alone one that the model has wrong already', async () => {
    const label = classOf(signal) as ClassIndex;
    const wrong = ((label + 1) % 4) as ClassIndex;
    const batch = { x: [signal, other, signal], labels: [label, classOf(other) as ClassIndex, wrong] };
    const together = (await attackBatch(classifier, batch, options({ binarySearchSteps: 2 }))).adversarial;
    for (const i of [0, 1]) {
      const alone = { x: [batch.x[i]!], labels: [batch.labels[i]!] };
      const [single] = (await attackBatch(classifier, alone, options({ binarySearchSteps: 2 }))).adversarial;
      expect(roughness(together[i]!, batch.x[i]!)).toBeCloseTo(roughness(single!, batch.x[i]!), 3);
    }
    expect(together[2]).toEqual(signal);
  });
});
