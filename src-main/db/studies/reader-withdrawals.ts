import { z } from 'zod';
import type { Withdrawal } from '../../../src-shared/contract/studies.ts';
import { readerKey } from '../../../src-shared/names/reader-key.ts';
import { appendAct } from '../audit/acts.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

const entrySchema = z.object({ studyId: z.string(), reader: z.string(), reason: z.string() });
const ENTRY = jsonColumn(entrySchema, { table: 'audit', column: 'details' });

/** A coordinator's word about a reader who was sent a sealed file and never began: there is no session to withdraw. */
type ReaderStanding = z.infer<typeof entrySchema>;
type Action = 'reader-withdraw' | 'reader-reinstate';

interface Entry extends ReaderStanding {
  position: number;
  at: string;
  action: Action;
}

export function appendReaderStanding(db: WritableDB, at: string, action: Action, details: ReaderStanding): void {
  appendAct(db, at, action, details);
}

/** When and why the reader was withdrawn, in any spelling of the name; null if the reader is waited for. */
export function findReaderWithdrawal(db: ReadableDB, studyId: string, reader: string): Withdrawal | null {
  const newest = listEntries(db, studyId).findLast((entry) => readerKey(entry.reader) === readerKey(reader));
  return newest?.action === 'reader-withdraw' ? { at: newest.at, reason: newest.reason } : null;
}

/** Readers of the study who were withdrawn when this entry of the audit was made, and reinstated later. */
export function readersReinstatedAfter(db: ReadableDB, studyId: string, position: number): string[] {
  const byReader = Map.groupBy(listEntries(db, studyId), ({ reader }) => readerKey(reader));
  return [...byReader.values()].flatMap((entries) => {
    const before = entries.findLast((entry) => entry.position < position);
    const later = entries.find((entry) => entry.position > position && entry.action === 'reader-reinstate');
    return before?.action === 'reader-withdraw' && later ? [later.reader] : [];
  });
}

/** The first one first. */
function listEntries(db: ReadableDB, studyId: string): Entry[] {
  return db
    .prepare<[string], { position: number; at: string; action: Action; details: string }>(
      `SELECT position, at, action, details FROM audit
       WHERE action IN ('reader-withdraw', 'reader-reinstate') AND details ->> 'studyId' = ? ORDER BY position`,
    )
    .all(studyId)
    .map(({ details, ...entry }) => ({ ...entry, ...ENTRY.read(details, entry.position) }));
}
