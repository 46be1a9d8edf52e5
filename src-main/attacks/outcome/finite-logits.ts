import { AppError } from '../../../src-shared/errors/app-error.ts';

/** The logits of record `index` of a batch, unchanged. AppError 'damaged' if one is not a finite number. */
export function finiteLogits(logits: Float32Array, index: number): Float32Array {
  if (logits.every(Number.isFinite)) return logits;
  throw new AppError(
    'damaged',
    `The classifier's logits for record ${index} of the batch are not numbers. Is the model damaged?`,
  );
}
