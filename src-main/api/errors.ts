import { ORPCError } from '@orpc/server';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { AppErrorData } from '../../src-shared/errors/app-error-data.ts';

/** How each code travels; the AppErrorData in `data` is what the window shows. */
const STATUS: Record<AppError['code'], number> = {
  'bad-input': 400,
  'not-found': 404,
  damaged: 422,
  refused: 403,
  conflict: 409,
  unavailable: 503,
  storage: 507,
  cancelled: 499,
  internal: 500,
};

/** Any error in the form in which it travels to the window. */
export function toOrpcError(thrown: unknown): ORPCError<string, AppErrorData> {
  const error = AppError.from(thrown);
  return new ORPCError(error.code, {
    status: STATUS[error.code],
    message: error.message,
    data: error.toData(),
    cause: thrown,
  });
}
