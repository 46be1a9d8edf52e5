import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attackOptionsSchema } from '../../../src-shared/attacks/index.ts';
import { attackAndJudge } from '../../../src-main/attacks/run/attack-and-judge.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';

const SAMPLES = 1000;
const random = generatorFor(1);
const weights = Float32Array.from({ length: SAMPLES }, () => gaussian(random) / 100);
/** Class 1 where w·x is above 20: δ along sign w moves it by about 80, noise of that size by about 3. Not so sure that a gradient is 0. */
const linear: Classifier = {
  classCount: 2,
  logits: (x) =>
    tf.tidy(() => tf.stack([tf.zeros([x.shape[0]]), tf.sub(tf.dot(x, tf.tensor1d(weights)), 20)], 1) as tf.Tensor2D),
  dispose: () => undefined,
};
const quiet = new Int16Array(SAMPLES);
const loud = Int16Array.from(weights, (weight) => 20 * Math.sign(weight));

beforeAll(async () => void (await openEngine()));

describe('the whole way of a batch', () => {
  it('judges what would be stored, beside noise of the same size, in the order of the records', async () => {
    const options = attackOptionsSchema.parse({ method: 'pgd', epsilonUnits: 10, pgdSteps: 12 });
    const records = [
      { samples: quiet, label: 0 as const },
      { samples: loud, label: 0 as const },
    ];
    const steps: number[] = [];
    const [right, wrong] = await attackAndJudge(linear, records, options, { onStep: (step) => void steps.push(step) });
    expect(right).toMatchObject({
      ...{ index: 0, originalClass: 0, adversarialClass: 1, originallyCorrect: true, fooled: true },
      ...{ noiseFooled: false, zeroGradient: false, queries: null, starts: 1, keptStart: 1 },
    });
    expect(right?.samplesAdversarial).toEqual(quiet.map((_, i) => 10 * Math.sign(weights[i]!)));
    // The attack leads away from the label, which this record's class is not.
    expect(wrong).toMatchObject({ index: 1, originalClass: 1, originallyCorrect: false, fooled: false });
    expect(steps).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });

  it('counts the target of a targeted attack only, and the queries of a black box', async () => {
    const records = [{ samples: quiet, label: 0 as const }];
    const led = attackOptionsSchema.parse({ method: 'pgd', epsilonUnits: 10, pgdSteps: 12, target: 0 });
    expect((await attackAndJudge(linear, records, led))[0]).toMatchObject({ adversarialClass: 0, fooled: false });
    const spsa = attackOptionsSchema.parse({ method: 'spsa', epsilonUnits: 10, spsaSteps: 1, spsaPairs: 2 });
    const [asked] = await attackAndJudge(linear, records, spsa);
    expect(asked).toMatchObject({ queries: 6, starts: null, keptStart: null });
  });
});
