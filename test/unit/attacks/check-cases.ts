import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { attackBatch } from '../../../src-main/attacks/run/attack-batch.ts';
import { inputGradient } from '../../../src-main/attacks/objective/gradient.ts';
import { averagedKernel } from '../../../src-main/attacks/smoothing/kernels.ts';
import { makeGoal } from '../../../src-main/attacks/objective/goal.ts';
import { crossEntropy, signedLoss } from '../../../src-main/attacks/objective/loss.ts';
import { openProblem } from '../../../src-main/attacks/objective/problem.ts';
import { attack as sap } from '../../../src-main/attacks/methods/sap.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { sap as sapDescriptor } from '../../../src-shared/attacks/sap.ts';
import { nameOf, optionsOf, type AttackCase, type AttackCases } from './attack-cases.ts';
import { tinyClassifier } from './tiny-classifier.ts';

const METHODS = { fgsm: 'fgsm', pgd: 'pgd', posthoc: 'smoothed-pgd', sap: 'sap' } as const;

/** Every case of a file against the attacks of the application; `source` becomes part of the tests' names. */
export function checkCases(source: string, file: AttackCases): void {
  beforeAll(async () => {
    await openEngine();
  });

  it.each(['cross25', 'paired5'] as const)(`averages the ${source} kernel %s`, (kernels) => {
    const expected = kernels === 'cross25' ? file.kernelCross25 : file.kernelPaired5;
    // The file gives nine decimal digits.
    averagedKernel(kernels).forEach((weight, i) => expect(Math.abs(weight - expected[i]!)).toBeLessThan(5.01e-10));
  });

  describe.each(file.cases.map((c) => [nameOf(c), c] as const))(`${source} case: %s`, (_, c) => {
    it('has the logits, the loss and the input gradient', () => {
      const classifier = tinyClassifier(c.weights);
      const goal = makeGoal([c.predicted], [c.target], classifier.classCount);
      const x = tf.tensor2d([c.x]);
      const { gradient, logits } = inputGradient(classifier, x, goal);
      expectNear(logits.dataSync(), c.logits, 1e-5);
      expectNear(crossEntropy(logits, goal.oneHot).dataSync(), [c.loss], 1e-5);
      const direction = c.target === null ? 1 : -1;
      const size = Math.max(...c.inputGradient.map(Math.abs));
      expectNear(
        gradient.dataSync().map((g) => g * direction),
        c.inputGradient,
        1e-5 * size,
      );
      tf.dispose([x, gradient, logits, ...Object.values(goal)]);
      classifier.dispose();
    });

    it.each(['fgsm', 'pgd', 'posthoc', 'sap'] as const)(
      'makes the attacked signal and its logits: %s',
      async (attack) => {
        const classifier = tinyClassifier(c.weights);
        const { adversarial } = await attackBatch(classifier, batchOf(c), optionsOf(c, METHODS[attack]));
        expectNearlyAll(adversarial[0]!, c[attack]);
        const after = classifier.logits(tf.tensor2d([Array.from(adversarial[0]!)]));
        expectNear(after.dataSync(), c.logitsAfter[attack], 1e-3);
        after.dispose();
        classifier.dispose();
      },
    );

    const { losses } = c;
    if (losses !== undefined) {
      it.each(['margin', 'dlr'] as const)('has the loss, its gradient and the end of PGD: %s', async (loss) => {
        const classifier = tinyClassifier(c.weights);
        const expected = losses[loss];
        const goal = makeGoal([c.predicted], [c.target], classifier.classCount);
        const x = tf.tensor2d([c.x]);
        const { gradient, logits } = inputGradient(classifier, x, goal, loss);
        const direction = c.target === null ? 1 : -1;
        expectNear(signedLoss(logits, goal, loss).dataSync(), [direction * expected.value], 1e-5);
        const size = Math.max(...expected.inputGradient.map(Math.abs));
        expect(size).toBeGreaterThan(0);
        expectNear(
          gradient.dataSync().map((g) => g * direction),
          expected.inputGradient,
          1e-5 * size,
        );
        const { adversarial } = await attackBatch(classifier, batchOf(c), optionsOf(c, 'pgd', loss));
        expectNearlyAll(adversarial[0]!, expected.pgd);
        tf.dispose([x, gradient, logits, ...Object.values(goal)]);
        classifier.dispose();
      });
    }

    it('ends SAP at the same θ', async () => {
      const classifier = tinyClassifier(c.weights);
      const options = sapDescriptor.schema.parse(optionsOf(c, 'sap'));
      const problem = await openProblem(classifier, batchOf(c), options);
      const theta = tf.tidy(() => {
        let state: tf.Tensor2D = tf.zeros(problem.shape);
        for (const { steps, next } of sap.equations(problem, options).phases) {
          for (let i = 0; i < steps; i++) state = next(state);
        }
        return state.dataSync();
      });
      expectNearlyAll(theta, c.theta);
      problem.dispose();
      classifier.dispose();
    });
  });
}

function batchOf(c: AttackCase): Parameters<typeof attackBatch>[1] {
  const valid = [{ start: c.padLeft, end: c.x.length - c.padRight }];
  return { x: [Float32Array.from(c.x)], valid, labels: [c.predicted] };
}

function expectNear(actual: ArrayLike<number>, expected: number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) => expect(Math.abs(actual[i]! - value), `value ${i}`).toBeLessThanOrEqual(tolerance));
}

/** Some gradients are as small as 1e-9 and may take the other sign in single precision: 99.5 % must agree to 1e-3. */
function expectNearlyAll(actual: ArrayLike<number>, expected: number[]): void {
  expect(actual.length).toBe(expected.length);
  const near = expected.filter((value, i) => Math.abs(actual[i]! - value) <= 1e-3).length;
  expect(near / expected.length).toBeGreaterThanOrEqual(0.995);
}
