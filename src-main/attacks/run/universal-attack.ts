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
import { rowsOf } from '../objective/rows-of.ts';

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
    const problem = await openProblem(classifier, order.pop()!, options);
    try {
      tf.tidy(() => {
        pattern = attack.find(step, pattern, problem, options);
      });
      await problem.zeroGradientSteps();
    } finally {
      problem.dispose();
    }
    hooks.onStep?.(step + 1, options.universalSteps);
  }
  return pattern;
}

/** Each record of a batch with this pattern. */
export async function applyUniversal(
  classifier: Classifier,
  batch: AttackBatch,
  pattern: Float64Array,
  options: Options,
): Promise<AttackResult> {
  const problem = await openProblem(classifier, batch, options);
  try {
    const adversarial = await rowsOf(
      tf.tidy(() => problem.example(attack.perturbation(pattern, batch.x, problem, options))),
    );
    return { adversarial, zeroGradientSteps: adversarial.map(() => 0) };
  } finally {
    problem.dispose();
  }
}
