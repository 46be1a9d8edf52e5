import { AppError } from '../../../src-shared/errors/app-error.ts';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { count } from '../../../src-shared/format/number.ts';
import type { StudyEvidence } from '../../../src-shared/contract/results.ts';
import type { SessionSummary } from '../../../src-shared/contract/studies.ts';
import { findLockedTrial, findSessionBegin, type SessionRekey } from '../../db/audit/study-entries.ts';
import { listRestorations, type Restoration } from '../../db/audit/restorations.ts';
import type { ReadableDB, WritableDB } from '../../db/sqlite/connection.ts';
import { withSnapshot } from '../../db/sqlite/snapshot.ts';
import { firstCommitment, listResponses } from '../../db/studies/responses.ts';
import { getSession, listSessions, type SessionRow } from '../../db/studies/sessions.ts';
import { getStudy } from '../../db/studies/studies.ts';
import { getCommonTrial, type ShownTrial } from '../../db/studies/trials.ts';
import { listReaderCodes } from '../../db/studies/reader-codes.ts';
import { getStudySecret } from '../../db/studies/study-secrets.ts';
import { commitmentOf } from '../../study/design/study-secret.ts';
import { nameChanges, nameCodeChanges, nameTrialChanges } from '../../study/evidence/name-changes.ts';
import { judgeTimes, timeNotes } from '../../study/reading/judge-times.ts';
import { receiptFingerprint } from '../../study/evidence/receipt.ts';
import { lockedTrialSchema, studyDigest, studyManifestSchema } from '../../study/evidence/study-manifest.ts';
import { inPieces, type Steps } from '../workspace/in-pieces.ts';
import { checkOwnTrials, checkSession, keyOfAnswer } from './check-session.ts';
import { noEntries, readAudit, type AuditedSession, type StudyAudit } from './read-audit.ts';
import { takeManifest, takeTrial } from './take-manifest.ts';

/** The evidence but for the reveal of the secret. */
export type CheckedStudy = Omit<StudyEvidence, 'sides'>;

/** Nobody reads more in one message; the error's details have all. */
const MOST_NAMED = 4;
const CURE =
  'Another program has written into the workspace: restore it from a backup of before that, or do not use these results.';

/**
 * Checks everything that the study's results depend on against what was locked, audited and signed; what changed is in
 * `problems`. Nothing is remembered from one check to the next.
 */
export function inspectStudy(db: WritableDB, studyId: string): Promise<CheckedStudy> {
  return withSnapshot(db, (snapshot) => inPieces(inspect(snapshot, studyId)));
}

/** The same. Throws AppError 'damaged' that names what changed. */
export async function checkStudy(db: WritableDB, studyId: string): Promise<CheckedStudy> {
  const evidence = await inspectStudy(db, studyId);
  if (evidence.problems.length > 0) throw changed(studyId, getStudy(db, studyId)?.title ?? '', evidence.problems);
  return evidence;
}

function* inspect(db: ReadableDB, studyId: string): Steps<CheckedStudy> {
  const audit = yield* readAudit(db, studyId);
  const locked = yield* checkLocked(db, studyId, audit);
  const problems = [...audit.problems, ...locked, ...(yield* checkSessions(db, studyId, audit))];
  return yield* evidenceOf(db, studyId, audit, problems);
}

/**
 * Checks one trial and both its tracings before they are shown, and where the session has trials of its own those too.
 * Throws AppError 'damaged' that names what changed.
 */
export function checkTrial(db: ReadableDB, studyId: string, trial: ShownTrial): void {
  const common = trial.sessionId === null ? trial : getCommonTrial(db, studyId, trial.id);
  const position = common?.position ?? trial.position;
  const stored = findLockedTrial(db, studyId, position);
  if (stored === undefined) return; // locked by a version that took no manifest
  const locked = lockedTrialSchema.parse(stored);
  const now = common && takeTrial(db, common.id);
  const problems = now ? nameTrialChanges(locked, now) : [`pair ${position + 1} was removed`];
  const begin = trial.sessionId === null ? undefined : findSessionBegin(db, trial.sessionId);
  if (begin) problems.push(...checkOwnTrials(db, begin));
  if (problems.length > 0) throw changed(studyId, getStudy(db, studyId)?.title ?? '', problems);
}

function changed(studyId: string, title: string, problems: readonly string[]): AppError {
  const more = problems.length > MOST_NAMED ? `; and ${problems.length - MOST_NAMED} more changes` : '';
  return new AppError(
    'damaged',
    `The study "${title}" is not as it was locked and answered: ${problems.slice(0, MOST_NAMED).join('; ')}${more}. ${CURE}`,
    { studyId, problems },
  );
}

function* checkLocked(
  db: ReadableDB,
  studyId: string,
  { chainBegin, lock, lockedAt, codes }: StudyAudit,
): Steps<string[]> {
  const study = getStudy(db, studyId);
  const isOlder = chainBegin?.studies.includes(studyId) ?? false;
  if (isOlder || !study) return [];
  if (!lock) {
    return study.lockedAt === null ? [] : ['the study is locked, but the audit does not have its lock'];
  }
  if (study.lockedAt === null) return [`the study was unlocked; it was locked at ${lockedAt ?? ''}`];
  const manifest = studyManifestSchema.safeParse(lock.manifest);
  yield;
  if (!manifest.success || studyDigest(lock.manifest) !== lock.digest)
    return ['the list of what was locked does not have the digest that was taken of it'];
  yield;
  const now = yield* takeManifest(db, studyId, manifest.data);
  const problems = now ? yield* nameChanges(manifest.data, now) : [];
  yield;
  const secret = getStudySecret(db, studyId);
  if (study.commitment !== null && (!secret || commitmentOf(secret) !== study.commitment))
    problems.push('the secret of the sides and the order is missing, or is not the one that was committed to');
  problems.push(...nameCodeChanges(codes ?? [], listReaderCodes(db, studyId)));
  return problems;
}

/** The sessions of a study, of a workspace or of a bundle, against the audit; what another program changed, as clauses. */
export function* checkSessions(
  db: ReadableDB,
  studyId: string,
  { chainBegin, lock, sessions }: StudyAudit,
): Steps<string[]> {
  const rows = listSessions(db, studyId).flatMap(({ id }) => getSession(db, id) ?? []);
  const found = new Set(rows.map(({ id }) => id));
  const problems: string[] = [];
  for (const row of rows) {
    const audited = sessions.get(row.id) ?? noEntries();
    problems.push(...checkCommitment(db, row));
    problems.push(...(yield* checkSession(db, row, audited, chainBegin?.sessions.includes(row.id) ?? false)));
  }
  for (const [id, { begin, answers }] of sessions) {
    if (begin?.studyId !== studyId) continue;
    if (!found.has(id)) problems.push(`reader "${begin.reader}" was removed, with ${answers.length} answers`);
    if (begin.publicKey !== undefined && begin.studyDigest !== (lock?.digest ?? null))
      problems.push(`reader "${begin.reader}" began another version of the study than the one that is stored`);
  }
  return problems;
}

/** What the reader was shown before the first pair stands, signed, in the first answer; answers of older versions lack it. */
function checkCommitment(db: ReadableDB, { id, studyId, reader }: SessionRow): string[] {
  const signed = firstCommitment(db, id);
  if (signed === null || signed === getStudy(db, studyId)?.commitment) return [];
  return [`the commitment that reader "${reader}" was shown is not that of the study`];
}

function* evidenceOf(
  db: ReadableDB,
  studyId: string,
  { lock, sessions, entries }: StudyAudit,
  problems: string[],
): Steps<CheckedStudy> {
  const digest = lock?.digest ?? null;
  const checked: StudyEvidence['sessions'] = [];
  for (const session of listSessions(db, studyId)) {
    yield;
    checked.push(sessionEvidence(db, session, sessions.get(session.id), problems.length > 0));
  }
  const restored = listRestorations(db).map(restoredNote);
  const statement = [statementOf(digest, entries, problems), ...restored].join(' ');
  return { digest, statement, problems, sessions: checked };
}

function sessionEvidence(
  db: ReadableDB,
  { id, reader, virtual, answered, startedAt }: SessionSummary,
  audited: AuditedSession | undefined,
  isChanged: boolean,
): StudyEvidence['sessions'][number] {
  const end = audited?.end;
  // Answers that were changed are not judged by their times.
  const responses = isChanged ? [] : listResponses(db, id);
  const times = judgeTimes(
    startedAt,
    responses.map(({ content }) => content),
  );
  return {
    sessionId: id,
    reader,
    virtual,
    answers: answered,
    notes: [...timeNotes(times), ...(audited?.rekeys ?? []).map(rekeyNote)],
    signed: audited?.begin?.publicKey !== undefined,
    publicKey: (audited && keyOfAnswer(audited, Infinity)) ?? null,
    receipt: end ? receiptFingerprint(end.receipt, end.signature) : null,
    signedReceipt: end ? canonicalJson({ receipt: end.receipt, signature: end.signature }) : null,
  };
}

const rekeyNote = ({ answers }: SessionRekey): string =>
  `The key of this session was lost when the workspace was restored after ${counted(answers, 'answer')}: those that follow are signed by a new one.`;

/** Whoever misses an answer, or has a receipt that is of no session, is told why. */
const restoredNote = ({ backup, requested, events, answers, kept }: Restoration): string =>
  `The workspace was put back to its backup ${backup} on purpose on ${requested.slice(0, 10)}: ${counted(answers, 'answer')} and ${counted(events, 'entry', 'entries')} of the audit that were later are not in it, but in its folder ${kept}; receipts that were given for them are of no session here.`;

function statementOf(digest: string | null, entries: number, problems: readonly string[]): string {
  if (problems.length > 0) return `This study is not as it was locked and answered. ${CURE}`;
  return digest === null
    ? 'This study was locked by a version of Equipoise that took no digest: whether its pairs, labels or protocol were changed since cannot be checked.'
    : `Checked just now, and nothing was changed: protocol, pairs, sides, labels, classes and tracings are as they were locked, every answer is as its reader’s session signed it, and the ${count(entries)} entries of the audit follow each other.`;
}
