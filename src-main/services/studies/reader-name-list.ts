import type { TextFile } from '../../../src-shared/contract/common.ts';
import { fileStem } from '../../../src-shared/format/file-stem.ts';
import { READER_NAME_FIELDS, type NamedCode } from '../../../src-shared/study/reader-names.ts';
import { appendAct } from '../../db/audit/acts.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { keepReaderName, listReaderNames } from '../../db/studies/reader-names.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { toCsv } from '../../report/csv.ts';
import { nowIso } from '../workspace/context.ts';
import { knownCode } from './known-code.ts';

/** Keeps whose code it is, or forgets it; the code in any spelling. Throws AppError 'bad-input' for one that the study lacks. */
export function nameReader(db: WritableDB, { id }: StudyRow, { code: typed, name }: NamedCode): NamedCode[] {
  const code = knownCode(db, id, typed);
  keepReaderName(db, id, { code, name }, nowIso());
  return listReaderNames(db, id);
}

/** The list as a CSV file of its own, which goes into the audit. */
export function readerNamesFile(db: WritableDB, { id, title }: StudyRow): TextFile {
  const rows = listReaderNames(db, id).map(({ code, name }) => ({ study: title, study_id: id, reader: code, name }));
  appendAct(db, nowIso(), 'export', { studyId: id, what: 'reader-names-csv' });
  return {
    fileName: `${fileStem(title, 'study')}-reader-names.csv`,
    mediaType: 'text/csv',
    text: toCsv(READER_NAME_FIELDS, rows),
  };
}
