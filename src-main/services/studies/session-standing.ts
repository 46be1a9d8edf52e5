import type { StandingRequest } from '../../../src-shared/contract/studies.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readerError } from '../../../src-shared/errors/reader-error.ts';
import { appendAct } from '../../db/audit/acts.ts';
import type { StandingEntry } from '../../db/audit/study-entries.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { findSession, getSession, listSessions, type SessionRow } from '../../db/studies/sessions.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { findDropOut } from '../../db/studies/drop-outs.ts';
import { findWithdrawal } from '../../db/studies/withdrawals.ts';
import { nowIso } from '../workspace/context.ts';

type Request = Omit<StandingRequest, 'studyId'>;

/** From here on the session is neither waited for nor counted. Nothing is deleted, and `reinstate` takes it back. */
export function withdraw(db: WritableDB, study: StudyRow, { reader, reason }: Request): void {
  db.transaction(() => {
    const session = sessionOf(db, study, reader);
    const before = findWithdrawal(db, session.id);
    if (before) {
      throw new AppError(
        'conflict',
        `The session of "${session.reader}" was withdrawn already, at ${before.at}: ${before.reason}.`,
      );
    }
    appendAct(db, nowIso(), 'session-withdraw', entryOf(study, session, reason));
  }).immediate();
}

/** The session counts again, as if it had never been withdrawn; the audit keeps both. */
export function reinstate(db: WritableDB, study: StudyRow, { reader, reason }: Request): void {
  db.transaction(() => {
    const session = sessionOf(db, study, reader);
    if (!findWithdrawal(db, session.id))
      throw new AppError('conflict', `The session of "${session.reader}" was not withdrawn: it counts.`);
    appendAct(db, nowIso(), 'session-reinstate', entryOf(study, session, reason));
  }).immediate();
}

/** Throws AppError 'refused' to a reader whose session was withdrawn; why, is the coordinator's business. */
export function refuseWithdrawn(db: WritableDB, { id, reader }: SessionRow): void {
  if (!findWithdrawal(db, id)) return;
  throw readerError('refused', 'withdrawn', { reader });
}

/** Throws AppError 'refused' for a session whose unfinished file was taken: what signs its answers lies in that file. */
export function refuseDroppedOut(db: WritableDB, { id, reader }: SessionRow): void {
  if (!findDropOut(db, id)) return;
  throw new AppError('refused', `"${reader}" reads this study in a sealed file. Go on in that file, and send it back.`);
}

const entryOf = (study: StudyRow, { id: sessionId, reader }: SessionRow, reason: string): StandingEntry => ({
  studyId: study.id,
  sessionId,
  reader,
  reason,
});

function sessionOf(db: WritableDB, { id, title }: StudyRow, reader: string): SessionRow {
  const byId = getSession(db, reader);
  const session = byId?.studyId === id ? byId : findSession(db, id, reader);
  if (session) return session;
  const names = listSessions(db, id).map((each) => `"${each.reader}"`);
  throw new AppError(
    'not-found',
    `The study "${title}" has no reader "${reader}". Its readers are: ${names.join(', ') || 'none yet'}.`,
  );
}
