import * as tf from '@tensorflow/tfjs-core';
import type { NetworkDescription } from '../files/network-file.ts';
import type { Classifier } from '../network/classifier.ts';
import { ACTIVATIONS_AT_ONCE, inChunks } from '../network/in-chunks.ts';
import type { ForeignModel } from '../network/foreign-model.ts';
import { networkInput } from './network-input.ts';
import { networkLogits } from './network-output.ts';

type Description = Pick<NetworkDescription, 'input' | 'output' | 'unitsPerMv' | 'classes' | 'activationsPerSample'>;

/** An imported network as a classifier of records, by the description of what goes in and comes out. */
export function describedClassifier(model: ForeignModel, description: Description): Classifier {
  const { input, output, unitsPerMv, classes, activationsPerSample } = description;
  // A network that was written for one record at a time gets one at a time.
  const isFree = model.input.shape[input.axes.indexOf('batch')] === null;
  const rowsAtOnce = (samples: number): number =>
    isFree ? Math.max(1, Math.floor(ACTIVATIONS_AT_ONCE / (activationsPerSample * (input.length ?? samples)))) : 1;
  const logits = (x: tf.Tensor2D): tf.Tensor2D =>
    networkLogits(model, networkInput(x, input, unitsPerMv), output.gives);
  return {
    classCount: classes,
    differentiable: model.differentiable,
    rowsAtOnce,
    logits: inChunks(logits, rowsAtOnce),
    dispose: () => model.dispose(),
  };
}
