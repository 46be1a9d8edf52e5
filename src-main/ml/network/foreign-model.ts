import type * as tf from '@tensorflow/tfjs-core';
import type { Port } from '../../../src-shared/models/network-ports.ts';

export type { Port };

/** What a network does last to its class scores. */
export type Ending = 'linear' | 'softmax' | 'log-softmax' | 'sigmoid';

/** A network as another program wrote it, before anything is known of what its numbers mean. */
export interface ForeignModel {
  readonly input: Port;
  readonly output: Port;
  readonly ending: Ending;
  /** Numbers in its weights. */
  readonly parameters: number;
  /** False: `run` and `scores` have no gradient, and the model can only be attacked as a black box. */
  readonly differentiable: boolean;
  /** An input of its own shape → its output. */
  run(x: tf.Tensor): tf.Tensor;
  /** The same before its last softmax or sigmoid: logits, exactly; of any other model what `run` gives. */
  scores(x: tf.Tensor): tf.Tensor;
  /** Multiplications of a forward pass over this input, of its own shape; missing where another program computes it. */
  multiplications?(x: tf.Tensor): number | Promise<number>;
  /** Frees its weights. */
  dispose(): void;
}
