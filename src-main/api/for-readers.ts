import { AppError } from '../../src-shared/errors/app-error.ts';
import { readerError } from '../../src-shared/errors/reader-error.ts';

/**
 * What a reader is told of a study that was changed: which pairs and sides were is a part of the truth, and is named to
 * the coordinator alone, by the results and by `study check`.
 */
export async function forReaders<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'damaged') throw error;
    throw readerError('damaged', 'study-changed', {}, { cause: error });
  }
}
