import { storageFailure } from './storage-error.ts';

/**
 * The one error that people see. It has a stable code for programs, a sentence that names the offending value and the
 * cure for people, and it crosses every boundary (worker, contract, command line) unchanged.
 */
export type AppErrorCode =
  | 'bad-input' // a value, file or option that cannot be used as given
  | 'not-found' // a record, model, run, study or file that is not there
  | 'damaged' // data of ours or of others that contradicts itself
  | 'refused' // understood, but not allowed (unsafe archive, locked study, wrong token)
  | 'conflict' // already there, or in use by another job
  | 'unavailable' // a part of this machine is missing (engine, browser, display)
  | 'storage' // the disk or the database failed
  | 'cancelled' // the person stopped it; not a failure, and never shown as one
  | 'internal'; // a defect of the program

export interface AppErrorData {
  code: AppErrorCode;
  message: string;
  details?: Record<string, unknown> | undefined;
}

export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: AppErrorCode, message: string, details?: Record<string, unknown>, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
    this.details = details;
  }

  toData(): AppErrorData {
    return { code: this.code, message: this.message, details: this.details };
  }

  static fromData(data: AppErrorData): AppError {
    return new AppError(data.code, data.message, data.details);
  }

  /**
   * Any thrown value as an AppError: a failure of the disk or the database with its cure, an abort as 'cancelled';
   * anything else is a defect and keeps its message.
   */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    if (thrown instanceof Error) {
      if (thrown.name === 'AbortError') return new AppError('cancelled', 'Stopped.', undefined, { cause: thrown });
      const { code, message, details } = storageFailure(thrown) ?? { code: 'internal', message: thrown.message };
      return new AppError(code, message, details, { cause: thrown });
    }
    return new AppError('internal', String(thrown));
  }
}
