import type { SessionSummary } from '../../../src-shared/contract/studies.ts';
import { readerKey } from '../../../src-shared/names/reader-key.ts';
import { appendAudit } from '../audit/audit.ts';
import { findLockEntry } from '../audit/study-entries.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { findDropOut } from './drop-outs.ts';
import { makeSessionKey } from './session-keys.ts';
import { trialsDigest } from './trials-digest.ts';
import { insertTrials, listSessionTrials, type TrialRow } from './trials.ts';
import { findWithdrawal } from './withdrawals.ts';

export interface SessionRow {
  id: string;
  studyId: string;
  reader: string;
  virtual: boolean;
  startedAt: string;
}

interface RawSession extends Omit<SessionRow, 'virtual'> {
  virtual: 0 | 1;
}

const SELECT = 'SELECT id, study_id AS studyId, reader, virtual, started_at AS startedAt FROM sessions';

const parse = (row: RawSession): SessionRow => ({ ...row, virtual: row.virtual === 1 });

/**
 * Begins a session: its row, its key, the trials that are its own, if any, and its entry in the audit with the public
 * half of the key and the digest of those trials.
 */
export function insertSession(db: WritableDB, session: SessionRow, own: readonly TrialRow[] = []): void {
  const { id: sessionId, studyId, reader, virtual, startedAt } = session;
  db.transaction(() => {
    db.prepare(
      `INSERT INTO sessions (id, study_id, reader, reader_key, virtual, started_at)
       VALUES (@id, @studyId, @reader, @readerKey, @virtual, @startedAt)`,
    ).run({ ...session, readerKey: readerKey(reader), virtual: Number(virtual) });
    const publicKey = makeSessionKey(db, sessionId);
    insertTrials(
      db,
      own.map((trial) => ({ ...trial, sessionId })),
    );
    const studyDigest = findLockEntry(db, studyId)?.digest ?? null;
    appendAudit(db, startedAt, 'session-begin', {
      ...{ studyId, sessionId, reader, virtual, startedAt, publicKey, studyDigest },
      ...(own.length === 0 ? {} : { trials: trialsDigest(listSessionTrials(db, studyId, sessionId)) }),
    });
  }).immediate();
}

export function getSession(db: ReadableDB, id: string): SessionRow | undefined {
  const row = db.prepare<[string], RawSession>(`${SELECT} WHERE id = ?`).get(id);
  return row && parse(row);
}

/** By the reader's name, in any spelling with the same key. */
export function findSession(db: ReadableDB, studyId: string, reader: string): SessionRow | undefined {
  const row = db
    .prepare<[string, string], RawSession>(`${SELECT} WHERE study_id = ? AND reader_key = ?`)
    .get(studyId, readerKey(reader));
  return row && parse(row);
}

/** In the order in which they began. */
export function listSessions(db: ReadableDB, studyId: string): SessionSummary[] {
  return db
    .prepare<
      [string],
      Omit<SessionSummary, 'virtual' | 'completedAt' | 'withdrawn' | 'droppedOut'> & {
        virtual: 0 | 1;
        lastAt: string | null;
      }
    >(
      `SELECT s.id, s.reader, s.virtual, s.started_at AS startedAt,
         (SELECT count(*) FROM trials t WHERE t.study_id = s.study_id AND t.session_id IS NULL) AS total,
         (SELECT count(DISTINCT r.trial_id) FROM responses r WHERE r.session_id = s.id) AS answered,
         (SELECT r.content ->> 'answeredAt' FROM responses r WHERE r.session_id = s.id ORDER BY r.position DESC LIMIT 1) AS lastAt
       FROM sessions s WHERE s.study_id = ? ORDER BY s.started_at, s.rowid`,
    )
    .all(studyId)
    .map(({ lastAt, ...row }) => ({
      ...row,
      virtual: row.virtual === 1,
      completedAt: row.answered === row.total ? lastAt : null,
      withdrawn: findWithdrawal(db, row.id),
      droppedOut: findDropOut(db, row.id),
    }));
}

export function insertPresentation(db: WritableDB, sessionId: string, trialId: string, shownAt: string): void {
  db.transaction(() => {
    db.prepare('INSERT INTO presentations (session_id, trial_id, shown_at) VALUES (?, ?, ?)').run(
      sessionId,
      trialId,
      shownAt,
    );
    appendAudit(db, shownAt, 'shown', { sessionId, trialId });
  }).immediate();
}

export interface PresentationRow {
  trialId: string;
  shownAt: string;
}

/** In the order in which they were shown. */
export function listPresentations(db: ReadableDB, sessionId: string): PresentationRow[] {
  return db
    .prepare<[string], PresentationRow>(
      'SELECT trial_id AS trialId, shown_at AS shownAt FROM presentations WHERE session_id = ? ORDER BY id',
    )
    .all(sessionId);
}

export function countPresentations(db: ReadableDB, sessionId: string, trialId: string): number {
  return (
    db
      .prepare<[string, string], number>('SELECT count(*) FROM presentations WHERE session_id = ? AND trial_id = ?')
      .pluck()
      .get(sessionId, trialId) ?? 0
  );
}
