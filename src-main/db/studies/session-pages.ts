import { sessionPageInputSchema, type SessionPageInput } from '../../../src-shared/study/session.ts';
import { appendAudit } from '../audit/audit.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';
import { z } from 'zod';

const DETAILS = jsonColumn(z.object({ sessionId: z.string(), said: sessionPageInputSchema }), {
  table: 'audit',
  column: 'details',
});

/** A page that a reader has turned, and when. */
export interface TurnedPage {
  at: string;
  said: SessionPageInput;
}

/** What a reader said on a page stands in the audit alone, which keeps it as it keeps the answers. */
export function appendSessionPage(db: WritableDB, sessionId: string, { at, said }: TurnedPage): void {
  appendAudit(db, at, 'session-page', { sessionId, said });
}

/** In the order in which they were turned. */
export function listSessionPages(db: ReadableDB, sessionId: string): TurnedPage[] {
  return db
    .prepare<[string], { at: string; details: string }>(
      `SELECT at, details FROM audit WHERE action = 'session-page' AND details ->> 'sessionId' = ? ORDER BY position`,
    )
    .all(sessionId)
    .map(({ at, details }) => ({ at, said: DETAILS.read(details, `of session ${sessionId}`).said }));
}
