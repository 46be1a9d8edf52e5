import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { parseGraph } from '../../../ml/network/graph.ts';
import { learningHeads, weightsOfHead, type Head } from '../../../ml/network/heads.ts';
import { headStep, localLearner, type Learner, type LearnerOptions } from '../../../ml/training/learner.ts';
import type { ModelData } from '../../../ml/files/model-files.ts';
import { meanOfHeads, type StepResult, type TrainingBatch } from '../../../ml/training/train-step.ts';
import { forkHelper } from './forked-helper.ts';

/** A learner that may have other processes, so it must be closed. */
export type SharedLearner = Learner & { close(): void };

/**
 * A learner that divides the heads of a model among at most `processes` processes, this one included. Towers share
 * nothing before their logits, so the numbers are those of one process, bit for bit. Each process takes the memory of
 * its heads. If no helper can be started this process does everything, and says so on stderr.
 */
export async function openSharedLearner(
  model: ModelData,
  options: LearnerOptions,
  processes: number,
  workerPath: string,
): Promise<SharedLearner> {
  const heads = learningHeads(parseGraph(model.topology), model.weights);
  const shares = Array.from({ length: Math.min(processes, heads.length) }, (_, share) =>
    [...heads.keys()].filter((index) => index % processes === share),
  );
  const [mine = [], ...others] = shares;
  const alone = { ...localLearner(heads, options), close: () => undefined };
  if (others.length === 0) return alone;
  const helpers = others.map((indices) => ({ indices, helper: forkHelper(workerPath) }));
  const close = (): void => helpers.forEach(({ helper }) => helper.close());
  try {
    await Promise.all(
      helpers.map(
        async ({ indices, helper }) => (await helper.ask({ type: 'help', model, heads: indices, options })).answer,
      ),
    );
  } catch (error) {
    close();
    process.stderr.write(`Warning: one process trains alone, which is slower (${AppError.from(error).message}).\n`);
    return alone;
  }
  return {
    close,
    async step(flat, batches, position) {
      const own = (index: number): Float32Array => weightsOfHead(heads[index] as Head, flat);
      const asked = await Promise.all(
        helpers.map(({ indices, helper }) => {
          const theirs = indices.map((index) => batches[index] as TrainingBatch);
          return helper.ask({ type: 'step', weights: indices.map(own), batches: theirs, position });
        }),
      );
      const results: StepResult[] = [];
      for (const index of mine) {
        results[index] = await headStep(
          heads[index] as Head,
          index,
          own(index),
          batches[index] as TrainingBatch,
          position,
          options,
        );
      }
      for (const [i, { indices }] of helpers.entries()) {
        const answer = await asked[i]?.answer;
        if (answer?.type === 'stepped')
          indices.forEach((index, k) => (results[index] = answer.results[k] as StepResult));
      }
      return meanOfHeads(heads, results, flat.length);
    },
  };
}
