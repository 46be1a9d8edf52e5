import { AppError } from '../../../src-shared/errors/app-error.ts';
import { typedCode } from '../../../src-shared/study/reader-code.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listReaderCodes } from '../../db/studies/reader-codes.ts';
import { getStudy } from '../../db/studies/studies.ts';

/** A code of the study as it is printed, however the coordinator typed it. Throws AppError 'bad-input' for any other. */
export function knownCode(db: ReadableDB, studyId: string, typed: string): string {
  const code = typedCode(typed);
  if (code !== null && listReaderCodes(db, studyId).includes(code)) return code;
  const title = getStudy(db, studyId)?.title ?? studyId;
  throw new AppError('bad-input', `"${typed}" is no code of this study. List them: equipoise study codes "${title}"`);
}
