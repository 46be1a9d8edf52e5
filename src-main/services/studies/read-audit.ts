import { auditHash, listAudit } from '../../db/audit/audit.ts';
import {
  STUDY_ENTRIES,
  type AnswerEntry,
  type ChainBegin,
  type LockEntry,
  type SessionBegin,
  type SessionEnd,
  type SessionRekey,
} from '../../db/audit/study-entries.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import type { Steps } from '../workspace/in-pieces.ts';
import type { PresentationRow } from '../../db/studies/sessions.ts';

/** What the audit says of one session. */
export interface AuditedSession {
  begin: SessionBegin | undefined;
  end: SessionEnd | undefined;
  /** Keys that took the place of a lost one, in their order. */
  rekeys: SessionRekey[];
  answers: AnswerEntry[];
  shown: PresentationRow[];
  /** Its entries were copied here from a sealed file that came back. */
  isCollected: boolean;
  /** The last file of it that was taken came back before its end; the key that signs it has stayed there. */
  isUnfinished: boolean;
}

/** What the audit says of a study and its readers. */
export interface StudyAudit {
  /** Where the chain itself is broken. */
  problems: string[];
  entries: number;
  chainBegin: ChainBegin | undefined;
  lock: LockEntry | undefined;
  lockedAt: string | undefined;
  /** That were made for the study's readers. */
  codes: readonly string[] | undefined;
  /** By the session's id; those of other studies too. */
  sessions: Map<string, AuditedSession>;
}

/** What the audit says of a session that is not in it. */
export const noEntries = (): AuditedSession => ({
  begin: undefined,
  end: undefined,
  rekeys: [],
  answers: [],
  shown: [],
  isCollected: false,
  isUnfinished: false,
});

/** Reads the audit from its beginning, and checks that each entry has its hash and continues the one before. */
export function* readAudit(db: ReadableDB, studyId: string): Steps<StudyAudit> {
  const audit: StudyAudit = {
    ...{ problems: [], entries: 0, chainBegin: undefined, lock: undefined, lockedAt: undefined },
    codes: undefined,
    sessions: new Map(),
  };
  const session = (id: string): AuditedSession => {
    const known = audit.sessions.get(id) ?? noEntries();
    audit.sessions.set(id, known);
    return known;
  };
  let previousHash = '';
  let expected = 1;
  for (const entry of listAudit(db)) {
    const { position, action, at, details, hash } = entry;
    if (position !== expected || entry.previousHash !== previousHash || hash !== auditHash(entry))
      audit.problems.push(
        `entry ${position} of the audit (${action}, ${at}) does not fit the chain: it, or one before it, was changed or removed`,
      );
    [previousHash, expected] = [hash, position + 1];
    audit.entries += 1;
    yield;
    const row = `${position} (${action})`;
    if (action === 'chain-begin') audit.chainBegin ??= STUDY_ENTRIES[action].read(details, row);
    else if (action === 'study-lock') {
      const lock = STUDY_ENTRIES[action].read(details, row);
      if (lock.studyId === studyId && !audit.lock) [audit.lock, audit.lockedAt] = [lock, at];
    } else if (action === 'reader-codes') {
      const made = STUDY_ENTRIES[action].read(details, row);
      if (made.studyId === studyId) audit.codes ??= made.codes;
    } else if (action === 'session-begin') {
      const begin = STUDY_ENTRIES[action].read(details, row);
      session(begin.sessionId).begin ??= begin;
    } else if (action === 'session-collect') {
      const { sessionId, unfinished } = STUDY_ENTRIES[action].read(details, row);
      const collected = session(sessionId);
      if (collected.begin && !collected.isUnfinished)
        audit.problems.push(`a session is said to have been collected after it had begun (entry ${position})`);
      collected.isCollected = true;
      collected.isUnfinished = unfinished !== undefined;
    } else if (action === 'session-rekey') {
      const rekey = STUDY_ENTRIES[action].read(details, row);
      if (session(rekey.sessionId).end)
        audit.problems.push(`a session was given another key after its end (entry ${position})`);
      session(rekey.sessionId).rekeys.push(rekey);
    } else if (action === 'session-end') {
      const end = STUDY_ENTRIES[action].read(details, row);
      session(end.sessionId).end ??= end;
    } else if (action === 'answer') {
      const answer = STUDY_ENTRIES[action].read(details, row);
      session(answer.sessionId).answers.push(answer);
    } else if (action === 'shown') {
      const { sessionId, trialId } = STUDY_ENTRIES[action].read(details, row);
      session(sessionId).shown.push({ trialId, shownAt: at });
    }
  }
  if (!audit.chainBegin) audit.problems.unshift('the audit is empty, or has lost its beginning');
  return audit;
}
