import { totalmem } from 'node:os';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import type { Graph } from '../network/graph.ts';
import type { ModelData } from '../files/model-files.ts';
import { modelSize } from '../network/model-size.ts';
import { gigabytes } from '../../../src-shared/format/gigabytes.ts';

/** Measured with compact and han2020: what passes between layers, its gradients, and what is folded on the way. */
const COPIES = 4.5;
/** Node, TensorFlow and a few hundred records. */
const BASE_BYTES = 5e8;
const BYTES_PER_NUMBER = 4;

/** Roughly how much memory a training takes at its peak, bytes. */
export function trainingBytes(graph: Graph, { weights }: ModelData, options: TrainOptions): number {
  const { activations } = modelSize(graph, weights, Math.max(...options.cropSamples));
  return BASE_BYTES + COPIES * BYTES_PER_NUMBER * activations * options.batchSize;
}

/** AppError 'bad-input' if a step would need more memory than the machine has: the process would be killed silently. */
export function checkMemory(graph: Graph, model: ModelData, options: TrainOptions): void {
  const needed = trainingBytes(graph, model, options);
  const present = totalmem();
  if (needed <= present) return;
  const share = Math.max(1, Math.floor(((present - BASE_BYTES) / (needed - BASE_BYTES)) * options.batchSize));
  throw new AppError(
    'bad-input',
    `A step of ${options.model} with batches of ${options.batchSize} needs about ${gigabytes(needed)} of memory, but this machine has ${gigabytes(present)}. Lower the batch size to ${share} or less${options.model === 'han2020' ? ', take a smaller width, or train it on a GPU (docs/han2020.md)' : ''}.`,
  );
}
