import { AppError } from '../../../src-shared/errors/app-error.ts';

/** The error that ended a training, with its id if an epoch was kept after which it can be resumed (see errorText). */
export function asResumable(error: AppError, id: string, hasCheckpoint: boolean): AppError {
  if (!hasCheckpoint) return error;
  const details = { ...error.details, nothingStored: false, resumableTraining: id };
  return new AppError(error.code, error.message, details, { cause: error.cause });
}
