import { defaultTrainOptions } from '../../../../src-shared/models/train-options.ts';
import { openEngine } from '../../../ml/engine/engine.ts';
import { parseGraph } from '../../../ml/network/graph.ts';
import { learningHeads, type Head } from '../../../ml/network/heads.ts';
import { headStep, type LearnerOptions, type StepPosition } from '../../../ml/training/learner.ts';
import type { ModelData } from '../../../ml/files/model-files.ts';
import type { StepResult, TrainingBatch } from '../../../ml/training/train-step.ts';

/** The messages from a training to a process that helps it. */
export type ToHelper =
  /** Once, first: the model, and which of its heads are this helper's. */
  | { type: 'help'; model: ModelData; heads: number[]; options: LearnerOptions }
  /** The weights and the batches of these heads, in their order. */
  | { type: 'step'; weights: Float32Array[]; batches: TrainingBatch[]; position: StepPosition };

export type FromHelper =
  | { type: 'ready' }
  /** In the order of the helper's heads. */
  | { type: 'stepped'; results: StepResult[] }
  | { type: 'unable'; reason: string };

let own: { head: Head; index: number }[] = [];
let options: LearnerOptions = defaultTrainOptions();

/** A helper's answers; an error is also an answer. */
export async function help(message: ToHelper): Promise<FromHelper> {
  try {
    if (message.type === 'step') return { type: 'stepped', results: await step(message) };
    await openEngine();
    const heads = learningHeads(parseGraph(message.model.topology), message.model.weights);
    own = message.heads.map((index) => ({ head: heads[index] as Head, index }));
    options = message.options;
    return { type: 'ready' };
  } catch (error) {
    return { type: 'unable', reason: error instanceof Error ? error.message : String(error) };
  }
}

async function step({ weights, batches, position }: Extract<ToHelper, { type: 'step' }>): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const [i, { head, index }] of own.entries()) {
    const batch = batches[i] as TrainingBatch;
    results.push(await headStep(head, index, weights[i] as Float32Array, batch, position, options));
  }
  return results;
}
