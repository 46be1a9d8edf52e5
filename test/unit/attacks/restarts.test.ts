import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attackBatch } from '../../../src-main/attacks/run/attack-batch.ts';
import type { AttackBatch } from '../../../src-main/attacks/objective/batch.ts';
import { randomStart } from '../../../src-main/attacks/objective/random-start.ts';
import { withRestarts } from '../../../src-main/attacks/run/restarts.ts';
import type { Classifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { attackOptionsSchema, type AttackOptionsInput } from '../../../src-shared/attacks/index.ts';
import { pgd } from '../../../src-shared/attacks/pgd.ts';
import { goldenCase } from './golden-cases.ts';
import { tinyClassifier } from './tiny-classifier.ts';

const c = goldenCase(1);
const signal = Float32Array.from(c.x);
const other = Float32Array.from(signal, (value) => Math.round(0.7 * value));
const valid = { start: c.padLeft, end: c.x.length - c.padRight };
const both: AttackBatch = { x: [signal, other], valid: [valid, valid], labels: [0, 0] };
const options = (input: Partial<AttackOptionsInput> = {}) =>
  attackOptionsSchema.parse({ method: 'pgd', epsilonUnits: 8, pgdSteps: 3, randomStart: true, ...input });

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

describe('a random start', () => {
  it('fills the budget within the record, and nothing of its padding', () => {
    const start = randomStart({ x: [signal], valid: [valid], labels: [0] }, pgd.schema.parse(options()), 0);
    const inside = start.subarray(valid.start, valid.end);
    expect(Math.max(...inside)).toBeGreaterThan(7);
    expect(Math.max(...inside)).toBeLessThanOrEqual(8);
    expect(Math.min(...inside)).toBeLessThan(-7);
    expect(inside.reduce((a, b) => a + b) / inside.length).toBeCloseTo(0, -1);
    expect(start.filter((_, i) => i < valid.start || i >= valid.end).every((value) => value === 0)).toBe(true);
  });

  it('depends on seed, record and restart, and not on the position in a batch', () => {
    const of = (batch: AttackBatch, seed: number, restart: number) =>
      randomStart(batch, pgd.schema.parse(options({ seed })), restart);
    const samples = signal.length;
    const second = of(both, 1, 0).slice(samples);
    expect(of({ x: [other], valid: [valid], labels: [0] }, 1, 0)).toEqual(second);
    expect(of(both, 1, 0).slice(0, samples)).not.toEqual(second);
    expect(of(both, 2, 0)).not.toEqual(of(both, 1, 0));
    expect(of(both, 1, 1)).not.toEqual(of(both, 1, 0));
  });

  it.each(['pgd', 'smoothed-pgd', 'sap'] as const)(
    'changes what %s finds, the same again for the same seed',
    async (method) => {
      const attack = async (input: Partial<AttackOptionsInput>) =>
        (await attackBatch(classifier, both, options({ method, sapSteps: 2, ...input }))).adversarial;
      const first = await attack({ seed: 5 });
      expect(await attack({ seed: 5 })).toEqual(first);
      expect(await attack({ seed: 6 })).not.toEqual(first);
      expect(await attack({ randomStart: false })).not.toEqual(first);
    },
  );
});

describe('restarts', () => {
  it('never do worse than the first start, and give a record the same in any batch', async () => {
    const loss = (x: Float32Array): number =>
      tf.tidy(() => {
        const z = classifier.logits(tf.tensor2d([Array.from(x, Math.round)])).dataSync();
        return Math.max(...z.slice(1)) - z[0]!;
      });
    const one = await attackBatch(classifier, both, options({ loss: 'margin' }));
    const five = await attackBatch(classifier, both, options({ loss: 'margin', restarts: 5 }));
    expect(five.starts).toEqual([5, 5]);
    for (const i of [0, 1]) expect(loss(five.adversarial[i]!)).toBeGreaterThanOrEqual(loss(one.adversarial[i]!) - 1e-4);
    expect(five.adversarial).not.toEqual(one.adversarial);
    const alone = { x: [other], valid: [valid], labels: [0 as const] };
    const [same] = (await attackBatch(classifier, alone, options({ loss: 'margin', restarts: 5 }))).adversarial;
    expect(same).toEqual(five.adversarial[1]);
  });

  it('keep the first that reaches the goal and try that record no more, else the highest loss', async () => {
    // What each start comes to: of record 0, 1 and 2.
    const outcomes = [
      { reached: [false, false, true], loss: [1, -3, -9] },
      { reached: [false, true], loss: [3, -5] },
      { reached: [false], loss: [2] },
    ];
    const x = [10, 20, 30].map((value) => Float32Array.of(value));
    const tried: number[][] = [];
    const steps: [number, number][] = [];
    const kept = await withRestarts(
      { x, labels: [0, 0, 0] },
      3,
      (batch, { restart, judge }, hooks) => {
        tried.push(batch.x.map((signal) => signal[0]!));
        expect(judge).toBe(true);
        hooks.onStep?.(1, 2);
        const adversarial = batch.x.map((signal) => signal.map((value) => value + restart));
        return Promise.resolve({ adversarial, zeroGradientSteps: batch.x.map(() => 1), judged: outcomes[restart]! });
      },
      { onStep: (step, all) => steps.push([step, all]) },
    );
    expect(tried).toEqual([[10, 20, 30], [10, 20], [10]]);
    expect(kept.adversarial.map((signal) => signal[0])).toEqual([11, 21, 30]);
    expect(kept.starts).toEqual([3, 2, 1]);
    expect(kept.keptStart).toEqual([2, 2, 1]);
    expect(kept.zeroGradientSteps).toEqual([3, 2, 1]);
    expect(steps).toEqual([
      [1, 6],
      [3, 6],
      [5, 6],
    ]);
  });
});
