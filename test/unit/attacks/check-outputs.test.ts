import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkOutputs } from '../../../src-main/attacks/outcome/check-outputs.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';

const signals = [Int16Array.of(1, 5, -3), Int16Array.of(40, -20, 7)];
const giving = (logits: (x: tf.Tensor2D) => tf.Tensor2D): Classifier =>
  ({ classCount: 3, logits: (x: tf.Tensor2D) => tf.tidy(() => logits(x)), dispose: () => undefined }) as Classifier;

beforeAll(async () => {
  await openEngine();
});

describe('the check of outputs', () => {
  it('takes logits for what they are', async () => {
    expect(
      await checkOutputs(
        giving((x) => tf.mul(0.1, x)),
        signals,
      ),
    ).toEqual({ vary: false, areProbabilities: false });
  });

  it('finds probabilities', async () => {
    expect(
      await checkOutputs(
        giving((x) => tf.softmax(x)),
        signals,
      ),
    ).toMatchObject({ areProbabilities: true });
  });

  it('finds what is drawn anew each time', async () => {
    let seed = 0;
    const noisy = giving((x) => tf.add(x, tf.randomNormal([1, 3], 0, 1, 'float32', ++seed)));
    expect(await checkOutputs(noisy, signals)).toMatchObject({ vary: true });
  });
});
