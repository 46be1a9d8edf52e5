import { setImmediate as otherWork } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { shuffled } from '../../numeric/random.ts';
import { seeded } from '../../numeric/seeding.ts';
import { attack } from '../methods/universal.ts';
import type { AttackHooks, AttackResult } from '../methods/parts/attack-result.ts';
import { checkBatch, type AttackBatch } from '../objective/batch.ts';
import { openProblem } from '../objective/problem.ts';

type Options = OptionsOf<'universal'>;

/** The pattern (patternSamples,), ADC units, that is found on these batches. Throws and yields as `attackBatch` does. */
export async function findUniversal(
  classifier: Classifier,
  batches: readonly AttackBatch[],
  options: Options,
  hooks: AttackHooks = {},
): Promise<Float64Array> {
  batches.forEach((batch) => checkBatch(batch, classifier.classCount));
  let pattern: Float64Array = new Float64Array(options.patternSamples);
  let order: AttackBatch[] = [];
  for (let step = 0; step < options.universalSteps; step++) {
    await otherWork();
    if (hooks.signal?.aborted)
      throw new AppError('cancelled', `Stopped after ${step} of ${options.universalSteps} attack steps.`);
    if (order.length === 0) order = shuffled(batches, seeded(options.seed, step));
    const problem = openProblem(classifier, order.pop()!, options);
    try {
      tf.tidy(() => {
        pattern = attack.find(step, pattern, problem, options);
      });
      problem.zeroGradientSteps();
    } finally {
      problem.dispose();
    }
    hooks.onStep?.(step + 1, options.universalSteps);
  }
  return pattern;
}

/** Each record of a batch with this pattern. */
export function applyUniversal(
  classifier: Classifier,
  batch: AttackBatch,
  pattern: Float64Array,
  options: Options,
): AttackResult {
  const problem = openProblem(classifier, batch, options);
  try {
    const [rows, samples] = problem.shape;
    const all = tf.tidy(() => problem.example(attack.perturbation(pattern, batch.x, problem, options)).dataSync());
    const adversarial = Array.from({ length: rows }, (_, i) =>
      Float32Array.from(all.subarray(i * samples, (i + 1) * samples)),
    );
    return { adversarial, zeroGradientSteps: adversarial.map(() => 0) };
  } finally {
    problem.dispose();
  }
}
