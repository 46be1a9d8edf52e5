import { ORPCError } from '@orpc/server';
import { AppError, type AppErrorData } from '../../src-shared/app-error.ts';

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

/** SQLite's own errors become sentences about the disk; everything else keeps what it says. */
export function toOrpcError(thrown: unknown): ORPCError<string, AppErrorData> {
  const error = isSqliteError(thrown) ? storageError(thrown) : AppError.from(thrown);
  return new ORPCError(error.code, {
    status: STATUS[error.code],
    message: error.message,
    data: error.toData(),
    cause: thrown,
  });
}

function isSqliteError(thrown: unknown): thrown is Error & { code: string } {
  return thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('SQLITE_');
}

function storageError(error: Error & { code: string }): AppError {
  const cures: Record<string, string> = {
    SQLITE_FULL: 'The disk is full. Make room and try again; nothing was lost.',
    SQLITE_READONLY: 'The workspace can only be read. Check the rights of its folder and try again.',
    SQLITE_BUSY: 'Another program is writing into the workspace. Try again in a moment.',
  };
  return new AppError(
    'storage',
    cures[error.code] ?? `The workspace could not be written (${error.code}: ${error.message}).`,
  );
}
