import { AppError } from '../../../src-shared/errors/app-error.ts';

/** The logits of record `index` of a batch as they are. AppError 'damaged' where one is not a finite number. */
export function finiteLogits(logits: Float32Array, index: number): Float32Array {
  if (logits.every(Number.isFinite)) return logits;
  throw new AppError(
    'damaged',
    `The classifier's logits for record ${index} of the batch are not numbers: is the model damaged?`,
  );
}
