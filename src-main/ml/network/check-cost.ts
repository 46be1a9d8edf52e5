import { AppError } from '../../../src-shared/errors/app-error.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import type { NamedWeights } from '../files/model-files.ts';
import type { Graph } from './graph.ts';
import { modelSize } from './model-size.ts';

/** A minute at 300 Hz, the longest record of CinC 2017. */
const SAMPLES = 18_000;
/** Numbers between all layers for one such record: 800 MB. The paper's network has 8e7. */
const MOST_ACTIVATIONS = 2e8;
/** The paper's network has 46, which take a second or two on one core. */
const MOST_GIGA_MACS = 2000;

/**
 * What a model needs is known before it is built. Throws AppError 'bad-input' that names `source` where no computer that
 * this program is made for has the time or the memory to classify a minute of signal with it.
 */
export function checkCost(graph: Graph, weights: readonly NamedWeights[], source: string): void {
  const { activations, gigaMacs } = modelSize(graph, weights, SAMPLES);
  const refusal = (what: string): AppError =>
    new AppError('bad-input', `'${source}' needs ${what} for a record of a minute. Choose a smaller model.`);
  if (!(activations <= MOST_ACTIVATIONS)) {
    throw refusal(
      `${decimal((4 * activations) / 1e9, 1)} GB of memory (${decimal((4 * MOST_ACTIVATIONS) / 1e9, 1)} at most)`,
    );
  }
  if (!(gigaMacs <= MOST_GIGA_MACS)) {
    throw refusal(`${decimal(gigaMacs, 0)}e9 multiplications (${MOST_GIGA_MACS}e9 at most)`);
  }
}
