import type { NamedCode } from '../../../src-shared/study/reader-names.ts';
import { appendAct } from '../audit/acts.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';

/** Every code of a study with the name that the coordinator keeps for it, in the order in which the codes were made. */
export function listReaderNames(db: ReadableDB, studyId: string): NamedCode[] {
  return db
    .prepare<[string], NamedCode>(
      `SELECT c.code, n.name FROM reader_codes c
         LEFT JOIN reader_names n ON n.study_id = c.study_id AND n.code = c.code
       WHERE c.study_id = ? ORDER BY c.position`,
    )
    .all(studyId);
}

/** Keeps a name for a code of the study, or forgets it (null). The audit says that it was done, without the name. */
export function keepReaderName(db: WritableDB, studyId: string, { code, name }: NamedCode, at: string): void {
  db.transaction(() => {
    if (name === null) db.prepare('DELETE FROM reader_names WHERE study_id = ? AND code = ?').run(studyId, code);
    else
      db.prepare(
        `INSERT INTO reader_names (study_id, code, name) VALUES (?, ?, ?)
         ON CONFLICT (study_id, code) DO UPDATE SET name = excluded.name`,
      ).run(studyId, code, name);
    appendAct(db, at, 'reader-name', { studyId, code, isKept: name !== null });
  }).immediate();
}
