import { AppError } from '../../../src-shared/errors/app-error.ts';

/** Whatever ended a training, with its id where an epoch was kept that it can be resumed after (see errorText). */
export function asResumable(error: AppError, id: string, hasCheckpoint: boolean): AppError {
  if (!hasCheckpoint) return error;
  const details = { ...error.details, nothingStored: false, resumableTraining: id };
  return new AppError(error.code, error.message, details, { cause: error.cause });
}
