import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readerKey } from '../../../src-shared/names/reader-key.ts';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';
import { NOBODY_BEGAN } from '../../../src-shared/contract/bundles.ts';
import { readerSchema } from '../../../src-shared/contract/reading.ts';
import type { SessionSummary } from '../../../src-shared/contract/studies.ts';
import { auditHashAt } from '../../db/audit/evidence.ts';
import { findLockEntry, findSessionBegin, findSessionEnd } from '../../db/audit/study-entries.ts';
import { getBlindedTracings } from '../../db/bundles/blinded-tracings.ts';
import { isUnsealed, listExports, type BundleContent } from '../../db/bundles/bundle-entries.ts';
import { toldOfSession } from '../../db/bundles/collect-session.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { findDropOut } from '../../db/studies/drop-outs.ts';
import { listRawResponses, listResponses } from '../../db/studies/responses.ts';
import { listReaderCodes } from '../../db/studies/reader-codes.ts';
import { findReaderWithdrawal } from '../../db/studies/reader-withdrawals.ts';
import { findSession, getSession, listSessions } from '../../db/studies/sessions.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { getShownTrial, type TrialRow } from '../../db/studies/trials.ts';
import { tracingsDigests, type KnownTracings } from '../../study/evidence/shown-digest.ts';
import { storedPositions } from '../../study/presentation/stored-positions.ts';
import { checkAnswer } from '../studies/check-answer.ts';
import { sentTracings } from '../studies/pair-source.ts';
import type { Steps } from '../workspace/in-pieces.ts';
import { readingOf } from './reading-of.ts';
import { inspectBundle } from './inspect-bundle.ts';

/** What came back in a bundle: if `problems` is empty, `fresh` can be added to the study. */
export interface ReturnedBundle {
  bundleId: string;
  problems: string[];
  /** Sessions that the study does not have yet. */
  fresh: SessionSummary[];
  /** Sessions that it has already, with the same answers. */
  known: SessionSummary[];
  /** Sessions that it has from an unfinished file, and that went on since. */
  continued: SessionSummary[];
  /** Those of `fresh` and `continued` that are not at their end. */
  unfinished: SessionSummary[];
}

/** After what was changed since the file was made. */
const ASK = 'ask the reader for the file as it left their computer';

type Standing = 'fresh' | 'known' | 'continued';

/** What was computed of one bundle and is so for the next ones, as all readers see the same tracings. */
export interface Known {
  /** Digests of what a pair shows in the workspace, by its id and the real side. */
  pairs: Map<string, string>;
  tracings: KnownTracings;
}

/** Checks a bundle that came back against the study as it is in the workspace; names all that differs, as clauses. */
export function* checkReturned(
  db: ReadableDB,
  study: StudyRow,
  bundle: ReadableDB,
  known: Known,
): Steps<ReturnedBundle> {
  const { content, problems } = yield* inspectBundle(bundle, known.tracings);
  if (problems.length > 0) problems.push(ASK);
  const foreign = notOfThis(db, study, content);
  const found: Record<Standing, SessionSummary[]> = { fresh: [], known: [], continued: [] };
  if (foreign) return { bundleId: content.bundleId, problems: [foreign], ...found, unfinished: [] };
  const made = listExports(db, study.id).find(({ bundleId }) => bundleId === content.bundleId);
  if (made && auditHashAt(bundle, made.audit.count) !== made.audit.hash)
    problems.push('the file is not as it was exported: what it says that it was made of was rewritten');
  if (!made && !isUnsealed(db, study.id)) problems.push('this workspace did not export it, or another copy of it did');
  problems.push(...(yield* checkStimuli(db, study, bundle, content, known)));
  const sessions = listSessions(bundle, study.id);
  if (sessions.length === 0) problems.push(NOBODY_BEGAN);
  for (const session of sessions) {
    const checked = yield* checkReturnedSession(db, study, bundle, content, session);
    problems.push(...checked.problems);
    found[checked.standing].push(session);
  }
  const unfinished = [...found.fresh, ...found.continued].filter(({ id }) => !findSessionEnd(bundle, id));
  return { bundleId: content.bundleId, problems, ...found, unfinished };
}

/** Why an unfinished session is not taken unless somebody says that it is to be. */
export const notFinished = ({ reader, answered, total }: SessionSummary): string =>
  answered < total
    ? `reader "${reader}" has not finished: ${answered} of ${total} pairs are answered`
    : `reader "${reader}" has answered all ${total} pairs and has not finished: on the last page the last answer can still be changed`;

/** Why a bundle does not belong to this study at all; undefined if it does. */
function notOfThis(db: ReadableDB, study: StudyRow, content: BundleContent): string | undefined {
  if (content.studyId !== study.id) return otherStudy(content);
  const same =
    content.studyDigest === findLockEntry(db, study.id)?.digest &&
    content.protocolSha256 === study.protocolSha256 &&
    content.commitment === study.commitment;
  return same ? undefined : 'it is of another version of this study: what was locked is not the same';
}

const otherStudy = ({ title, studyId }: BundleContent): string =>
  `it is of another study, "${title}" (${studyId}). Collect it there: equipoise study collect "${title}" FILE`;

/** The tracings that were shown, against those that the workspace would show: which pair is which, by name. */
function* checkStimuli(
  db: ReadableDB,
  study: StudyRow,
  bundle: ReadableDB,
  { trials, reader }: BundleContent,
  known: Known,
): Steps<string[]> {
  const problems: string[] = [];
  const owner = new Map<string, number>();
  const shown: { position: number; digest: string; expected: string }[] = [];
  for (const trial of readingOf(db, study, reader)) {
    yield;
    if (trials[trial.position]?.id !== trial.id)
      problems.push(`the order is not the reader's: another pair stands at ${trial.position + 1}`);
    const expected = expectedOf(db, study, trial, known);
    const blinded = getBlindedTracings(bundle, trial.id);
    owner.set(expected, trial.position);
    const digest = canonicalJson(tracingsDigests(blinded?.tracings ?? [], known.tracings));
    shown.push({ position: trial.position, expected, digest });
  }
  for (const { position, digest, expected } of shown) {
    if (digest === expected) continue;
    const from = owner.get(digest);
    problems.push(
      from === undefined
        ? `pair ${position + 1} does not show what the workspace has of it`
        : `pair ${position + 1} shows the tracings of pair ${from + 1}`,
    );
  }
  return problems;
}

function expectedOf(db: ReadableDB, study: StudyRow, trial: TrialRow, known: Known): string {
  const key = `${trial.pairId} ${trial.realSide}`;
  const expected =
    known.pairs.get(key) ??
    canonicalJson(tracingsDigests(sentTracings(db, study, trial).tracings.map(storedPositions), known.tracings));
  known.pairs.set(key, expected);
  return expected;
}

function* checkReturnedSession(
  db: ReadableDB,
  study: StudyRow,
  bundle: ReadableDB,
  content: BundleContent,
  session: SessionSummary,
): Steps<{ problems: string[]; standing: Standing }> {
  const { id, reader } = session;
  const who = `reader "${reader}"`;
  const here = getSession(db, id);
  if (here) return yield* compareWithHere(db, bundle, study, session);
  const problems = session.virtual || !readerSchema.safeParse(reader).success ? [`${who} is no reader's name`] : [];
  const codes = listReaderCodes(db, content.studyId);
  if (codes.length > 0 && !codes.includes(reader)) problems.push(`${who} has no code of the study`);
  const other = findSession(db, content.studyId, reader);
  if (other) problems.push(`${who} has another session in the study already, begun at ${other.startedAt}`);
  const withdrawn = findReaderWithdrawal(db, study.id, reader);
  if (withdrawn)
    problems.push(
      `${who} was withdrawn at ${withdrawn.at}: ${withdrawn.reason}. To take the file, reinstate the reader first: equipoise study reinstate "${study.title}" "${reader}" --reason "<words>"`,
    );
  if (content.reader !== null && readerKey(content.reader) !== readerKey(reader))
    problems.push(`it was made for "${content.reader}", and ${who} read it`);
  // Sealed files were never made without keys: a session that has none was stripped of what signs its answers.
  if (findSessionBegin(bundle, id)?.publicKey === undefined)
    problems.push(`${who} began without a key: nothing shows that the answers are the reader's`);
  return { problems: [...problems, ...(yield* checkAnswers(bundle, study, id, who))], standing: 'fresh' };
}

/** A session that the study has: the same, or gone on since an unfinished file of it was taken, or another. */
function* compareWithHere(
  db: ReadableDB,
  bundle: ReadableDB,
  study: StudyRow,
  { id, reader }: SessionSummary,
): Steps<{ problems: string[]; standing: Standing }> {
  const who = `reader "${reader}"`;
  const answers = [hashesOf(db, id), hashesOf(bundle, id)] as const;
  const told = [toldOfSession(db, id), toldOfSession(bundle, id)] as const;
  if (getSession(db, id)?.studyId === study.id && beginsWith(...answers) && beginsWith(...told)) {
    if (told[0].length === told[1].length) return { problems: [], standing: 'known' };
    // After its end nothing is signed: only what went on from an unfinished file is taken.
    if (findDropOut(db, id)) return { problems: yield* checkAnswers(bundle, study, id, who), standing: 'continued' };
  }
  if (beginsWith(answers[1], answers[0]) && beginsWith(told[1], told[0])) {
    const problem = `it is an older copy: ${answers[1].length} answers of ${who}, of whom the study has ${answers[0].length}`;
    return { problems: [problem], standing: 'known' };
  }
  const what = canonicalJson(answers[0]) === canonicalJson(answers[1]) ? 'times or pages' : 'answers';
  return { problems: [`the study has the session of ${who} already, with other ${what}`], standing: 'known' };
}

/** Whether the longer list begins with the shorter one. */
const beginsWith = (shorter: readonly string[], longer: readonly string[]): boolean =>
  shorter.every((each, index) => longer[index] === each);

/** Answers that this version could not tell in results, however they are signed. */
function* checkAnswers(
  bundle: ReadableDB,
  { id, protocol }: StudyRow,
  sessionId: string,
  who: string,
): Steps<string[]> {
  try {
    const problems: string[] = [];
    for (const { position, trialId, content } of listResponses(bundle, sessionId)) {
      yield;
      const trial = getShownTrial(bundle, id, trialId);
      const problem = trial ? problemOf(content, trial.question, protocol.session) : 'It answers no pair of the study.';
      if (problem !== null) problems.push(`answer ${position + 1} of ${who} does not belong here: ${problem}`);
    }
    return problems;
  } catch (error) {
    const { code, message } = AppError.from(error);
    // It is the file that was changed, not this workspace, and another copy of it that helps.
    return [code === 'damaged' ? `the answers of ${who} do not follow each other as they were given` : message];
  }
}

/** What `checkAnswer` refuses it for, or null. */
function problemOf(...answer: Parameters<typeof checkAnswer>): string | null {
  try {
    checkAnswer(...answer);
    return null;
  } catch (error) {
    return AppError.from(error).message;
  }
}

const hashesOf = (db: ReadableDB, sessionId: string): string[] =>
  listRawResponses(db, sessionId).map(({ hash }) => hash);
