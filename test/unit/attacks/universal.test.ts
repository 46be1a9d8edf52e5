import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attackAndJudge } from '../../../src-main/attacks/run/attack-and-judge.ts';
import { attackBatch } from '../../../src-main/attacks/run/attack-batch.ts';
import { findUniversal } from '../../../src-main/attacks/run/universal-attack.ts';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { gaussian } from '../../../src-main/numeric/random.ts';
import { seeded } from '../../../src-main/numeric/seeding.ts';
import { universal } from '../../../src-shared/attacks/universal.ts';

const [SAMPLES, PERIOD] = [120, 20];
const options = (input: object = {}) =>
  universal.schema.parse({
    ...{ method: 'universal', patternSamples: PERIOD, universalSteps: 40, epsilonUnits: 10, loss: 'margin' },
    ...input,
  });

/** Class 1 where the record has enough of a wave of the pattern's period, at whatever phase: |Σ x·e^{2πit/20}| above 6 per sample. */
function waveDetector(): Classifier {
  const wave = (phase: number): tf.Tensor2D =>
    tf.keep(
      tf.tensor2d(
        Array.from({ length: SAMPLES }, (_, t) => Math.cos((2 * Math.PI * t) / PERIOD + phase) / SAMPLES),
        [SAMPLES, 1],
      ),
    );
  const [cos, sin] = [wave(0), wave(Math.PI / 2)];
  return {
    classCount: 2,
    logits: (x) =>
      tf.tidy(() => {
        const power = tf.add(tf.square(tf.matMul(x, cos)), tf.square(tf.matMul(x, sin)));
        return tf.concat([tf.fill([x.shape[0], 1], 9), power], 1) as tf.Tensor2D;
      }),
    dispose: () => tf.dispose([cos, sin]),
  } as Classifier;
}

function records(seed: number, count: number): { samples: Int16Array; label: 0 }[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => ({
    samples: Int16Array.from({ length: SAMPLES }, () => Math.round(6 * gaussian(random))),
    label: 0 as const,
  }));
}
const batchOf = (of: ReturnType<typeof records>) => ({
  x: of.map(({ samples }) => Float32Array.from(samples)),
  labels: of.map(({ label }) => label),
});

beforeAll(async () => {
  await openEngine();
});

describe('a universal perturbation', () => {
  it('is found on some records and fools others, wherever in it they begin', async () => {
    const classifier = waveDetector();
    const before = tf.memory().numTensors;
    const chosen = options();
    const batches = [batchOf(records(1, 8)), batchOf(records(2, 8))];
    const pattern = await findUniversal(classifier, batches, chosen);
    expect(pattern).toHaveLength(PERIOD);
    expect(Math.max(...pattern.map(Math.abs))).toBeLessThanOrEqual(10);
    const others = records(3, 10);
    const judged = await attackAndJudge(classifier, others, chosen, {}, chosen, pattern);
    expect(judged.filter(({ fooled }) => fooled).length).toBeGreaterThanOrEqual(9);
    const random = seeded(7);
    const drawn = Float64Array.from({ length: PERIOD }, () => (gaussian(random) > 0 ? 10 : -10));
    const byChance = await attackAndJudge(classifier, others, chosen, {}, chosen, drawn);
    expect(byChance.filter(({ fooled }) => fooled).length).toBeLessThan(5);
    // Each has the same δ, from another sample on.
    const deltas = judged.map(({ samplesAdversarial }, i) =>
      samplesAdversarial.map((value, t) => value - others[i]!.samples[t]!),
    );
    const turned = (delta: Int16Array, by: number): string => [...delta.slice(by), ...delta.slice(0, by)].join();
    const ofFirst = new Set(Array.from({ length: PERIOD }, (_, by) => turned(deltas[0]!, by)));
    expect(deltas.every((delta) => ofFirst.has(delta.join()))).toBe(true);
    expect(new Set(deltas.map((delta) => delta.join())).size).toBeGreaterThan(3);
    expect(await findUniversal(classifier, batches, chosen)).toEqual(pattern);
    expect(tf.memory().numTensors).toBe(before);
    classifier.dispose();
  });

  it('is aligned where it is told to be, and smooth where it is told to be', async () => {
    const classifier = waveDetector();
    const chosen = options({ aligned: true, subspace: 'smooth', universalSteps: 10 });
    const pattern = await findUniversal(classifier, [batchOf(records(1, 8))], chosen);
    const { adversarial } = await attackBatch(classifier, { ...batchOf(records(3, 2)), pattern }, chosen);
    const [first, second] = records(3, 2).map(({ samples }, i) => adversarial[i]!.map((v, t) => v - samples[t]!));
    first!.forEach((value, t) => expect(value).toBeCloseTo(second![t]!, 3));
    const jumps = first!.slice(1).map((value, t) => Math.abs(value - first![t]!));
    expect(Math.max(...jumps)).toBeLessThan(10);
    classifier.dispose();
  });

  it('is not judged where none was found beforehand', async () => {
    const classifier = waveDetector();
    await expect(attackBatch(classifier, batchOf(records(1, 1)), options())).rejects.toMatchObject({
      code: 'bad-input',
    });
    classifier.dispose();
  });
});
