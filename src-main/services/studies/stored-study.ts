import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { getStudy, type StudyRow } from '../../db/studies/studies.ts';

/** The study with this id, as it is stored now. Throws AppError 'not-found'. */
export function storedStudy(db: ReadableDB, id: string): StudyRow {
  const study = getStudy(db, id);
  if (study) return study;
  throw new AppError('not-found', `There is no study with id ${id}.`);
}
