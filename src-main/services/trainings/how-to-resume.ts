import { AppError } from '../../../src-shared/errors/app-error.ts';

/** Whatever ended the training: if an epoch was kept, how to resume. */
export function withHowToResume(error: AppError, id: string, hasCheckpoint: boolean): AppError {
  if (!hasCheckpoint) return error;
  const what = error.message.replace(' Nothing was stored; start it again.', '');
  const message = `${what} Resume after its last whole epoch: equipoise train --resume ${id}`;
  return new AppError(error.code, message, { ...error.details, modelId: id }, { cause: error.cause });
}
