import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeGoal } from '../../../src-main/attacks/objective/goal.ts';
import { attackLoss, signedLoss } from '../../../src-main/attacks/objective/loss.ts';
import { loss as losses } from '../../../src-shared/attacks/fields.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { gradientError } from '../ml/numeric-gradient.ts';

beforeAll(async () => {
  await openEngine();
});

/** Untargeted, targeted, and led to the class that is the label already. */
const LABELS: ClassIndex[] = [0, 1, 3, 2];
const TARGETS: (ClassIndex | null)[] = [null, null, 0, 2];
const LOGITS = [
  [2.1, -0.4, 1.3, 0.2],
  [3.2, -1.7, 0.6, 1.9],
  [0.4, 1.1, -2.3, 2.6],
  [1.9, 0.3, -0.8, 2.7],
];

describe.each(losses.unwrap().options)('the loss %s', (loss) => {
  it('has the gradient that small changes of the logits show', () => {
    const goal = makeGoal(LABELS, TARGETS, 4);
    const error = gradientError((z) => attackLoss(z as tf.Tensor2D, goal, loss), tf.tensor2d(LOGITS), 1e-2);
    expect(error).toBeLessThan(2e-3);
  });

  it('gives every record its own share of the sum', () => {
    const goal = makeGoal(LABELS, TARGETS, 4);
    const each = signedLoss(tf.tensor2d(LOGITS), goal, loss).dataSync<'float32'>();
    const sum = attackLoss(tf.tensor2d(LOGITS), goal, loss).dataSync()[0]!;
    expect(sum).toBeCloseTo(
      each.reduce((a, b) => a + b),
      5,
    );
    for (const [i, z] of LOGITS.entries()) {
      const alone = signedLoss(tf.tensor2d([z]), makeGoal([LABELS[i]!], [TARGETS[i]!], 4), loss).dataSync()[0]!;
      expect(alone).toBeCloseTo(each[i]!, 5);
    }
  });

  it('still has a gradient for a model that is very sure, and none of no number for one that cannot decide', () => {
    const slope = (logits: number[], target: ClassIndex | null): number[] => {
      const goal = makeGoal([0], [target], 4);
      const gradient = tf.grad((z) => attackLoss(z as tf.Tensor2D, goal, loss))(tf.tensor2d([logits]));
      return Array.from(gradient.dataSync());
    };
    for (const target of [null, 2] as const) {
      const sure = slope([60, 0, 1, -3], target);
      expect(sure[0]).toBeLessThan(0);
      expect(Math.max(...sure)).toBeGreaterThan(0);
      expect(slope([0, 0, 0, 0], target).every(Number.isFinite)).toBe(true);
      expect(slope([0, 1, 1, 1], target).every(Number.isFinite)).toBe(true);
    }
  });
});

describe('the margin and the DLR loss', () => {
  const value = (loss: 'margin' | 'dlr', logits: number[], label: ClassIndex, target: ClassIndex | null): number =>
    signedLoss(tf.tensor2d([logits]), makeGoal([label], [target], 4), loss).dataSync()[0]!;

  it('are above 0 where the margin is passed, and below where it is not', () => {
    expect(value('margin', [3, 5, 1, 0], 0, null)).toBeCloseTo(2, 6);
    expect(value('margin', [5, 3, 1, 0], 0, null)).toBeCloseTo(-2, 6);
    expect(value('margin', [5, 3, 1, 0], 0, 1)).toBeCloseTo(-2, 6);
    expect(value('margin', [3, 5, 1, 0], 0, 1)).toBeCloseTo(2, 6);
  });

  it('spell the ratio as Croce and Hein do: by the third logit, and towards a target by the mean of the last two', () => {
    expect(value('dlr', [5, 3, 1, 0], 0, null)).toBeCloseTo(-2 / 4, 6);
    expect(value('dlr', [5, 3, 1, 0], 2, null)).toBeCloseTo(4 / 4, 6);
    expect(value('dlr', [5, 3, 1, 0], 0, 1)).toBeCloseTo(-2 / 4.5, 6);
    expect(value('dlr', [5, 3, 1, 0], 0, 3)).toBeCloseTo(-5 / 4.5, 6);
  });

  it('do not change with the scale of the logits: the ratio alone', () => {
    const [small, large] = [1, 40].map((scale) =>
      value(
        'dlr',
        [5, 3, 1, 0].map((z) => scale * z),
        0,
        null,
      ),
    );
    expect(large).toBeCloseTo(small!, 5);
  });
});
