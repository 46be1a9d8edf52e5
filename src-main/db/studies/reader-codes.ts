import { randomInt } from 'node:crypto';
import { CODE_LETTERS, codeOf, RANDOM_CHARACTERS } from '../../../src-shared/study/reader-code.ts';
import { appendAudit } from '../audit/audit.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';

/** Makes as many codes for the readers of a study; the audit has them too. The caller holds the transaction. */
export function makeReaderCodes(db: WritableDB, studyId: string, count: number, at: string): void {
  const codes = new Set<string>();
  while (codes.size < count) codes.add(drawCode());
  const insert = db.prepare('INSERT INTO reader_codes (study_id, position, code) VALUES (?, ?, ?)');
  [...codes].forEach((code, position) => insert.run(studyId, position, code));
  appendAudit(db, at, 'reader-codes', { studyId, codes: [...codes] });
}

/** In the order in which they were made; empty where the study has none. */
export function listReaderCodes(db: ReadableDB, studyId: string): string[] {
  return db
    .prepare<[string], string>('SELECT code FROM reader_codes WHERE study_id = ? ORDER BY position')
    .pluck()
    .all(studyId);
}

const drawCode = (): string => codeOf(Array.from({ length: RANDOM_CHARACTERS }, () => randomInt(CODE_LETTERS)));
