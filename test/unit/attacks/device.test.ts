import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { drawDevice } from '../../../src-main/attacks/device/chain.ts';
import { attackBatch } from '../../../src-main/attacks/run/attack-batch.ts';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { gaussian } from '../../../src-main/numeric/random.ts';
import { seeded } from '../../../src-main/numeric/seeding.ts';
import { attackOptionsSchema } from '../../../src-shared/attacks/index.ts';
import { DEVICE_STEPS } from '../../../src-shared/attacks/device-steps.ts';

const [SAMPLES, HZ] = [600, 300];
const draw = (seed: number): Float64Array => {
  const random = seeded(seed);
  return Float64Array.from({ length: SAMPLES }, () => 20 * gaussian(random));
};
const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((sum, value, i) => sum + value * b[i]!, 0);
const wave = (hz: number): Float64Array =>
  Float64Array.from({ length: SAMPLES }, (_, i) => 100 * Math.sin((2 * Math.PI * hz * i) / HZ));
const middleOf = (x: Float64Array): number => Math.max(...x.slice(200, 400).map(Math.abs));

describe('a device', () => {
  it.each(DEVICE_STEPS.filter((step) => step !== 'resolution'))('takes gradients back through %s: Tᵀ of T', (step) => {
    for (const seed of [1, 2, 3]) {
      const map = drawDevice(seeded(seed), HZ, [step]);
      const [x, g] = [draw(10 + seed), draw(20 + seed)];
      expect(dot(map.apply(x), g)).toBeCloseTo(dot(x, map.transpose(g)), 4);
    }
  });

  it('leaves what an ECG consists of and takes the rest', () => {
    const through = (step: (typeof DEVICE_STEPS)[number], x: Float64Array): Float64Array =>
      drawDevice(seeded(4), HZ, [step]).apply(x);
    expect(middleOf(through('band-pass', wave(8)))).toBeGreaterThan(95);
    expect(middleOf(through('band-pass', wave(90)))).toBeLessThan(15);
    expect(middleOf(through('band-pass', wave(0).fill(100)))).toBeLessThan(1e-6);
    // One of the two mains is taken out, and only that one.
    const mains = [50, 60].map((hz) => middleOf(through('notch', wave(hz))));
    expect(Math.min(...mains)).toBeLessThan(3);
    expect(Math.max(...mains)).toBeGreaterThan(90);
    expect(middleOf(through('resampling', wave(8)))).toBeGreaterThan(97);
    expect(through('resolution', Float64Array.of(2, 3, -8))).toEqual(Float64Array.of(0, 5, -10));
    expect(middleOf(through('gain', wave(8)))).not.toBe(middleOf(wave(8)));
    expect(through('shift', draw(1)).slice(100, 500)).not.toEqual(draw(1).slice(100, 500));
  });
});

describe('an attack that is to survive a device', () => {
  beforeAll(async () => {
    await openEngine();
  });

  it('leads the record over the decision by what a filter leaves, where the other needs what it takes', async () => {
    // Class 1 by a wave of 90 Hz, of which a device leaves nothing, or by one so slow that a shift leaves it, which costs twice as much.
    const columns = [wave(90), wave(2).map((value) => value / 2)];
    const weights = tf.keep(
      tf.tensor2d(Array.from({ length: SAMPLES }, (_, i) => [0, columns[0]![i]! + columns[1]![i]!])),
    );
    const classifier = {
      classCount: 2,
      logits: (x) => tf.tidy(() => tf.add(tf.matMul(x, weights as tf.Tensor2D), tf.tensor1d([6e4, 0]))),
      dispose: () => weights.dispose(),
    } as Classifier;
    const before = tf.memory().numTensors;
    const x = new Float32Array(SAMPLES);
    const batch = { x: [x, x], labels: [0 as const, 0 as const], samplingHz: HZ };
    const slow = async (input: object): Promise<number> => {
      const options = attackOptionsSchema.parse({ method: 'pgd', pgdSteps: 10, loss: 'margin', ...input });
      const { adversarial } = await attackBatch(classifier, batch, options);
      expect(adversarial[0]).toEqual(adversarial[1]);
      const size = Math.sqrt(dot(adversarial[0]!, adversarial[0]!));
      return dot(adversarial[0]!, wave(2)) / (size * Math.sqrt(dot(wave(2), wave(2))));
    };
    const plain = await slow({});
    const surviving = await slow({ survives: 'device', deviceDraws: 2 });
    expect(surviving).toBeGreaterThan(plain + 0.2);
    expect(await slow({ survives: 'device', deviceDraws: 2 })).toBe(surviving);
    expect(tf.memory().numTensors).toBe(before);
    classifier.dispose();
  });
});
