import type { AppErrorCode, AppErrorData } from './app-error-data.ts';
import { visibleText } from '../format/hidden-characters.ts';
import { storageFailure } from './storage-error.ts';

/**
 * The one error that people see. It has a stable code for programs and, for people, a sentence that names the offending
 * value and the cure (hidden characters of foreign texts spelled out), and it crosses every boundary (worker, contract, command line) unchanged.
 */
export class AppError extends Error {
  readonly code: AppErrorCode;
  readonly details: Record<string, unknown> | undefined;

  constructor(code: AppErrorCode, message: string, details?: Record<string, unknown>, options?: ErrorOptions) {
    super(visibleText(message), options);
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
