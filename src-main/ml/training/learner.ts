import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import { weightsOfHead, type Head } from '../network/heads.ts';
import { generatorFor } from '../../numeric/random.ts';
import {
  headLossAndGradient,
  meanOfHeads,
  type LossOptions,
  type StepResult,
  type TrainingBatch,
} from './train-step.ts';

/** Which step of a training this is; a step's random draws depend on it and the seed. */
export interface StepPosition {
  epoch: number;
  step: number;
}

/** Does the work of a training step, here or in several processes: the same numbers either way. */
export interface Learner {
  /** Loss and gradient at `flat`, the learned weights of the whole model; each head has a batch of its own. */
  step(flat: Float32Array, batches: readonly TrainingBatch[], position: StepPosition): Promise<StepResult>;
}

/** Everything in this process, one head after another. */
export function localLearner(heads: readonly Head[], options: LearnerOptions): Learner {
  return {
    async step(flat, batches, position) {
      const results: StepResult[] = [];
      for (const [i, head] of heads.entries()) {
        const batch = batches[i] as TrainingBatch;
        results.push(await headStep(head, i, weightsOfHead(head, flat), batch, position, options));
      }
      return meanOfHeads(heads, results, flat.length);
    },
  };
}

export type LearnerOptions = LossOptions & Pick<TrainOptions, 'seed'>;

/** The part of a step that head `index` has in it. */
export function headStep(
  head: Head,
  index: number,
  own: Float32Array,
  batch: TrainingBatch,
  { epoch, step }: StepPosition,
  options: LearnerOptions,
): Promise<StepResult> {
  return headLossAndGradient(head, own, batch, options, generatorFor(options.seed, 3, epoch, step, index));
}
