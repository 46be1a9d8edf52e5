import type { StandingRequest } from '../../../src-shared/contract/studies.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readerError } from '../../../src-shared/errors/reader-error.ts';
import { readerKey } from '../../../src-shared/names/reader-key.ts';
import { typedCode } from '../../../src-shared/study/reader-code.ts';
import { appendAct } from '../../db/audit/acts.ts';
import type { StandingEntry } from '../../db/audit/study-entries.ts';
import { listExports } from '../../db/bundles/bundle-entries.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { appendReaderStanding, findReaderWithdrawal } from '../../db/studies/reader-withdrawals.ts';
import { findSession, getSession, listSessions, type SessionRow } from '../../db/studies/sessions.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { findDropOut } from '../../db/studies/drop-outs.ts';
import { findWithdrawal } from '../../db/studies/withdrawals.ts';
import { nowIso } from '../workspace/context.ts';

type Request = Omit<StandingRequest, 'studyId'>;

/**
 * From here on the session is neither waited for nor counted; nor is a reader who was sent a sealed file and has none.
 * Nothing is deleted, and `reinstate` takes it back.
 */
export function withdraw(db: WritableDB, study: StudyRow, { reader, reason }: Request): void {
  db.transaction(() => {
    const found = standingOf(db, study, reader);
    if ('sentTo' in found) {
      withdrawSent(db, study, found.sentTo, reason);
      return;
    }
    const { session } = found;
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

/** The session counts again, as if it had never been withdrawn; the audit keeps both. So does a reader without one. */
export function reinstate(db: WritableDB, study: StudyRow, { reader, reason }: Request): void {
  db.transaction(() => {
    const found = standingOf(db, study, reader);
    if ('sentTo' in found) {
      reinstateSent(db, study, found.sentTo, reason);
      return;
    }
    const { session } = found;
    if (!findWithdrawal(db, session.id))
      throw new AppError('conflict', `The session of "${session.reader}" was not withdrawn: it counts.`);
    appendAct(db, nowIso(), 'session-reinstate', entryOf(study, session, reason));
  }).immediate();
}

function withdrawSent(db: WritableDB, { id: studyId }: StudyRow, reader: string, reason: string): void {
  const before = findReaderWithdrawal(db, studyId, reader);
  if (before) throw new AppError('conflict', `"${reader}" was withdrawn already, at ${before.at}: ${before.reason}.`);
  appendReaderStanding(db, nowIso(), 'reader-withdraw', { studyId, reader, reason });
}

function reinstateSent(db: WritableDB, { id: studyId }: StudyRow, reader: string, reason: string): void {
  if (!findReaderWithdrawal(db, studyId, reader))
    throw new AppError('conflict', `"${reader}" was not withdrawn: the file that was sent is waited for.`);
  appendReaderStanding(db, nowIso(), 'reader-reinstate', { studyId, reader, reason });
}

/** Throws AppError 'refused' to a reader who was withdrawn before they began. */
export function refuseWithdrawnReader(db: WritableDB, studyId: string, reader: string): void {
  if (findReaderWithdrawal(db, studyId, reader)) throw readerError('refused', 'withdrawn', { reader });
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

/** The session of a reader, or, where there is none, to whom a sealed file was sent. Throws AppError 'not-found'. */
function standingOf(
  db: WritableDB,
  { id, title }: StudyRow,
  typed: string,
): { session: SessionRow } | { sentTo: string } {
  const byId = getSession(db, typed);
  const session = byId?.studyId === id ? byId : findSession(db, id, typedCode(typed) ?? typed);
  if (session) return { session };
  const sent = listExports(db, id).flatMap(({ reader }) => reader ?? []);
  const key = readerKey(typedCode(typed) ?? typed);
  const sentTo = sent.find((reader) => readerKey(reader) === key);
  if (sentTo !== undefined) return { sentTo };
  const readers = new Set([...listSessions(db, id).map(({ reader }) => reader), ...sent]);
  const names = [...readers].map((reader) => `"${reader}"`).join(', ');
  throw new AppError(
    'not-found',
    `The study "${title}" has no reader "${typed}" who began or was sent a sealed file. Its readers are: ${names || 'none yet'}.`,
  );
}
