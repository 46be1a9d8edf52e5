import type { Classifier } from '../../ml/network/classifier.ts';
import { batchesByLength } from '../../ml/network/predict.ts';

/** Samples attacked at once: 32 records of 30 s at 300 Hz. Twice as many gain a tenth and need 1.6 GB instead of 1. */
const SAMPLES_AT_ONCE = 32 * 9000;

/**
 * Places of records in `lengths`, grouped by equal length and in a fixed order, in batches of about 32 records of 30 s
 * (fewer of longer ones, and no more than the classifier takes at once): batched by length nothing is padded, and
 * padding costs time and changes the classifier.
 */
export function attackBatches(
  lengths: readonly number[],
  { rowsAtOnce }: Pick<Classifier, 'rowsAtOnce'> = {},
): number[][] {
  return batchesByLength(lengths, SAMPLES_AT_ONCE, rowsAtOnce);
}
