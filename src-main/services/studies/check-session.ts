import { numberRuns } from '../../../src-shared/format/number-runs.ts';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listRawResponses, responseHash, signedOfAnswer, type RawResponse } from '../../db/studies/responses.ts';
import { auditHashAt } from '../../db/audit/evidence.ts';
import { checkOfKey, hasSessionKey, type SignatureCheck } from '../../db/studies/session-keys.ts';
import { listPresentations, type SessionRow } from '../../db/studies/sessions.ts';
import type { SessionBegin } from '../../db/audit/study-entries.ts';
import { listSessionTrials } from '../../db/studies/trials.ts';
import { trialsDigest } from '../../db/studies/trials-digest.ts';
import type { Steps } from '../workspace/in-pieces.ts';
import type { AuditedSession } from './read-audit.ts';

/**
 * What another program did to a session: its row, answers, presentations and receipt against the audit and the
 * signatures, each as a clause. `isOlder`: it was begun by a version that signed nothing.
 */
export function* checkSession(
  db: ReadableDB,
  row: SessionRow,
  audited: AuditedSession,
  isOlder: boolean,
): Steps<string[]> {
  const { begin, answers, shown } = audited;
  const who = `reader "${begin?.reader ?? row.reader}"`;
  if (!begin) return isOlder ? [] : [`${who} was forged: the audit has no beginning of session ${row.id}`];
  const problems: string[] = [];
  if (begin.reader !== row.reader) problems.push(`${who} was renamed to "${row.reader}"`);
  if (begin.virtual !== row.virtual) problems.push(`${who} was marked as a ${row.virtual ? 'virtual' : 'real'} reader`);
  if (begin.studyId !== row.studyId) problems.push(`${who} was moved to another study`);
  const responses = listRawResponses(db, row.id);
  problems.push(...(yield* checkAnswers(responses, audited, who)));
  if (begin.publicKey === undefined) return problems;
  problems.push(...checkOwnTrials(db, begin));
  if (begin.startedAt !== row.startedAt) problems.push(`the time at which ${who} began was changed`);
  const firstAudited = answers[0]?.position ?? 0;
  if (firstAudited !== 0) problems.push(`the audit lacks the first answers of ${who}`);
  const times = (list: typeof shown) => canonicalJson(list.map(({ trialId, shownAt }) => [trialId, shownAt]));
  const stored = listPresentations(db, row.id);
  if (times(stored) !== times(shown))
    problems.push(
      `the presentations of ${who} were changed: ${stored.length} are stored, the audit has ${shown.length}`,
    );
  problems.push(...checkEnd(db, audited, responses, who));
  return problems;
}

/** The trials that are this session's own, against the digest that was taken of them when it began. */
export function checkOwnTrials(db: ReadableDB, { studyId, sessionId, reader, trials }: SessionBegin): string[] {
  const stored = listSessionTrials(db, studyId, sessionId).filter((trial) => trial.sessionId !== null);
  const found = stored.length === 0 ? undefined : trialsDigest(stored);
  return found === trials ? [] : [`the sides or the order of reader "${reader}" were changed`];
}

/** The key that signed the answer at this position; undefined in a session of an older version. */
export function keyOfAnswer({ begin, rekeys }: AuditedSession, position: number): string | undefined {
  return rekeys.findLast(({ answers }) => answers <= position)?.publicKey ?? begin?.publicKey;
}

/** The answers against the audit and their own signatures. */
function* checkAnswers(responses: readonly RawResponse[], session: AuditedSession, who: string): Steps<string[]> {
  const { begin, answers } = session;
  const problems: string[] = [];
  const audited = new Map(answers.map((answer) => [answer.position, answer]));
  const checks = new Map<string, SignatureCheck>();
  const isSignedBy = (key: string, ...signed: Parameters<SignatureCheck>): boolean => {
    const check = checks.get(key) ?? checkOfKey(key);
    checks.set(key, check);
    return check(...signed);
  };
  const stored = new Set(responses.map(({ position }) => position));
  const missing = answers.filter(({ position }) => !stored.has(position)).map(({ position }) => position + 1);
  if (missing.length > 0) problems.push(`${missing.length} of ${who}'s answers are missing: ${numberRuns(missing)}`);
  for (const row of responses) {
    yield;
    const which = `answer ${row.position + 1} of ${who}`;
    const entry = audited.get(row.position);
    const signature = row.signature ?? '';
    const key = keyOfAnswer(session, row.position);
    if (row.hash !== responseHash(row)) problems.push(`${which} was changed: it does not have its own hash any more`);
    else if (entry && entry.hash !== row.hash) problems.push(`${which} was changed: the audit has another hash of it`);
    else if (key === undefined) continue;
    else if (!entry) problems.push(`${which} was forged: the audit does not have it`);
    else if (!isSignedBy(key, signedOfAnswer(begin?.studyDigest ?? null, row.sessionId, row.hash), signature))
      problems.push(`${which} was changed or forged: the key of the session did not sign it`);
  }
  return problems;
}

/** The receipt, and the private key, which is there exactly while the session runs. */
function checkEnd(db: ReadableDB, session: AuditedSession, responses: readonly RawResponse[], who: string): string[] {
  const { begin, end, answers } = session;
  const publicKey = keyOfAnswer(session, Infinity) ?? '';
  if (!end) {
    const isLost = begin !== undefined && !session.isUnfinished && !hasSessionKey(db, begin.sessionId);
    return isLost ? [`the receipt of ${who} is missing, or the key of the session was removed`] : [];
  }
  const { receipt, signature } = end;
  if (!checkOfKey(publicKey)(receipt, signature)) return [`the receipt of ${who} was changed`];
  const last = responses.at(-1)?.hash ?? '';
  const problems: string[] = [];
  if (receipt.answers !== responses.length || receipt.answers !== answers.length || receipt.lastHash !== last)
    problems.push(
      `the receipt of ${who} is for ${receipt.answers} answers, of which ${responses.length} are stored as they were`,
    );
  // Of a collected session the file's own audit was held against the receipt when it came back.
  if (!session.isCollected && auditHashAt(db, receipt.audit.count) !== receipt.audit.hash)
    problems.push(
      `what the audit says of ${who}, or of what came before, was rewritten after the end: the receipt has another head of it`,
    );
  if (receipt.studyDigest !== begin?.studyDigest) problems.push(`the receipt of ${who} is for another study`);
  return problems;
}
