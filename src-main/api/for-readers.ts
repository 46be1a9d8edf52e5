import { AppError } from '../../src-shared/errors/app-error.ts';

/**
 * What a reader is told of a study that was changed: which pairs and sides were is a part of the truth, and is named to
 * the coordinator alone, by the results and by `study check`.
 */
export async function forReaders<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'damaged') throw error;
    throw new AppError(
      'damaged',
      'This study was changed after it was locked, so that it cannot be read. Tell whoever runs it: “equipoise study check” names what was changed. Answers given so far are kept.',
      undefined,
      { cause: error },
    );
  }
}
