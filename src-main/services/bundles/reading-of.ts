import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import type { TrialRow } from '../../db/studies/trials.ts';
import { drawReading } from '../studies/draw-reading.ts';

/**
 * The trials that a bundle for this reader shows, in order. One file never holds the orders of two readers: their sides
 * are balanced, so that two of them would tell something of each other. Throws AppError 'refused' for any reader (null)
 * where each has an order of their own.
 */
export function readingOf(db: ReadableDB, study: StudyRow, reader: string | null): TrialRow[] {
  if (reader !== null || study.protocol.order !== 'per-reader') return drawReading(db, study, reader ?? '');
  throw new AppError(
    'refused',
    `Each reader of "${study.title}" has an order of their own: export one file for each, with --reader.`,
  );
}
