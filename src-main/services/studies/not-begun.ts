import type { Withdrawal } from '../../../src-shared/contract/studies.ts';
import { readerKey } from '../../../src-shared/names/reader-key.ts';
import { listExports } from '../../db/bundles/bundle-entries.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { findReaderWithdrawal } from '../../db/studies/reader-withdrawals.ts';
import { findSession } from '../../db/studies/sessions.ts';

/** A reader to whom a sealed file was sent, and of whom there is no session. */
export interface NotBegun {
  reader: string;
  withdrawn: Withdrawal | null;
}

/** In the order of their first files. */
export function listNotBegun(db: ReadableDB, studyId: string): NotBegun[] {
  const sent = listExports(db, studyId).flatMap(({ reader }) => reader ?? []);
  return [...new Map(sent.map((reader) => [readerKey(reader), reader])).values()]
    .filter((reader) => !findSession(db, studyId, reader))
    .map((reader) => ({ reader, withdrawn: findReaderWithdrawal(db, studyId, reader) }));
}
