import { ORPCError } from '@orpc/client';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { AppErrorData } from '../../src-shared/errors/app-error-data.ts';
import { errorText } from '../../src-shared/errors/error-text.ts';
import { readerText } from '../../src-shared/errors/said-to-readers.ts';
import { m } from '../../src-shared/messages/compiled/messages.js';
import { isForReader } from './language.svelte.ts';

/** What a person is shown about a failure: a sentence, and on request the details to pass on. Never a stack. */
export interface ShownError {
  code: string;
  message: string;
  details: string;
}

/** Any thrown value as something to show; undefined for a cancellation, which is not a failure. */
export function shownError(thrown: unknown): ShownError | undefined {
  const data = errorData(thrown);
  if (data.code === 'cancelled') return undefined;
  const toReader = isForReader() ? readerText(data) : undefined;
  return { code: data.code, message: toReader ?? errorText(data), details: JSON.stringify(data, null, 2) };
}

function errorData(thrown: unknown): AppErrorData {
  if (thrown instanceof ORPCError) {
    if (isAppErrorData(thrown.data)) return thrown.data;
    return {
      code: 'internal',
      message: m.errors_failed({ reason: thrown.message }),
      details: { status: thrown.status, orpcCode: thrown.code, data: thrown.data as unknown },
    };
  }
  return AppError.from(thrown).toData();
}

function isAppErrorData(data: unknown): data is AppErrorData {
  if (typeof data !== 'object' || data === null) return false;
  return 'code' in data && typeof data.code === 'string' && 'message' in data && typeof data.message === 'string';
}
