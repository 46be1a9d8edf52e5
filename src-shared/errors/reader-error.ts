import { AppError } from './app-error.ts';
import type { AppErrorCode } from './app-error-data.ts';
import { readerText, saidToReaders, type Sentence, type SentenceValues } from './said-to-readers.ts';

/** An error that readers meet: its message is in English, and their window says it in their language. */
export function readerError<const S extends Sentence>(
  code: AppErrorCode,
  sentence: S,
  values: SentenceValues<S>,
  about: { details?: Record<string, unknown>; cause?: unknown } = {},
): AppError {
  const details = { ...about.details, ...saidToReaders(sentence, values) };
  return new AppError(code, readerText({ details }, { locale: 'en' }) ?? sentence, details, { cause: about.cause });
}
