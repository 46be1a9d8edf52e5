import { setImmediate } from 'node:timers/promises';
import type { StudyEvidence } from '../../../src-shared/contract/results.ts';
import type { StudyColumns } from '../../../src-shared/study/export-fields.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { SessionResultRow } from '../../../src-shared/study/session-fields.ts';
import { laterThan, type Later } from '../../db/audit/openings.ts';
import type { ReadableDB, WritableDB } from '../../db/sqlite/connection.ts';
import { withSnapshot } from '../../db/sqlite/snapshot.ts';
import { listResponses } from '../../db/studies/responses.ts';
import { trialFacts } from '../../db/studies/result-rows.ts';
import { countTrials, listPracticeIds } from '../../db/studies/trials.ts';
import { listSessionPages } from '../../db/studies/session-pages.ts';
import { listSessions } from '../../db/studies/sessions.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { judgeTimes } from '../../study/reading/judge-times.ts';
import { resumedShowings } from '../../study/reading/judge-showings.ts';
import { inPieces, type Steps } from '../workspace/in-pieces.ts';
import { checkStudy, inspectStudy } from './check-study.ts';
import { listNotBegun } from './not-begun.ts';
import { resultRow } from './result-row.ts';
import { checkGate, noteOpening, resultsGate } from './results-gate.ts';
import { revealSides } from './reveal-sides.ts';
import { counting, notBegunRow, sessionRow } from './session-rows.ts';
import { openingOf, type StudyOpening } from './study-opening.ts';
import { withOrigins, type OriginatedTrial } from './trial-origins.ts';

const NOTHING: Later = { sessions: new Set(), answers: new Set() };

/** A study as it was found when something of it was asked for. */
export interface StudyFound {
  study: StudyRow;
  /** With the secret only where the results may be seen. */
  evidence: StudyEvidence;
  /** Null while nobody has opened the results. */
  opening: StudyOpening | null;
}

/** A study whose results may be seen; its opening is null while nobody has answered: then there is nothing to see. */
export interface OpenStudy extends StudyFound {
  sessions: SessionResultRow[];
  responses: ResultRow[];
  /** By the trial's id; null while there is nothing to see. */
  trials: Map<string, OriginatedTrial> | null;
}

/**
 * Checks the study, then its gate, and tells its results. The first time this is recorded, and from then on the secret
 * is part of the evidence. Throws AppError 'damaged' that names what was changed, 'refused' that says who is outstanding.
 */
export async function openResults(db: WritableDB, study: StudyRow): Promise<OpenStudy> {
  const checked = await checkStudy(db, study.id);
  checkGate(db, study);
  const hasAnswers = counting(listSessions(db, study.id)).some(({ answered }) => answered > 0);
  const opening = hasAnswers ? noteOpening(db, study.id) : openingOf(db, study.id);
  const isOpen = opening !== null;
  await setImmediate();
  const evidence = { ...checked, sides: revealSides(db, study, isOpen) };
  await setImmediate();
  const trials = withOrigins(trialFacts(db, study.id), study.protocol);
  const later = opening ? laterThan(db, opening.position) : NOTHING;
  return {
    ...{ study, evidence, opening, trials: isOpen ? trials : null },
    ...(await withSnapshot(db, (snapshot) => inPieces(rowsOf(snapshot, { study, evidence, later, trials })))),
  };
}

/**
 * What was checked of the study, whether or not its results are open. Opens nothing: its secret is part of it only where
 * they were opened and are not closed again, and nothing was changed.
 */
export async function checkEvidence(db: WritableDB, study: StudyRow): Promise<StudyEvidence> {
  const checked = await inspectStudy(db, study.id);
  const isOpen = checked.problems.length === 0 && resultsGate(db, study.id).isOpen && openingOf(db, study.id) !== null;
  return { ...checked, sides: revealSides(db, study, isOpen) };
}

/** The last columns of everything that is exported of the study. */
export function studyColumns({ study, evidence, opening }: StudyFound): StudyColumns {
  const { secret, follow } = evidence.sides;
  const early = opening?.early;
  return {
    protocol_hash: study.protocolSha256,
    protocol_seed: study.protocol.seed,
    commitment: study.commitment,
    secret,
    sides_follow: follow === null ? null : follow ? 1 : 0,
    opened_at: opening?.at ?? null,
    opened_early: early ? 1 : 0,
    opened_early_at: early?.at ?? null,
    opened_early_by: early?.by ?? null,
    opened_early_reason: early?.reason ?? null,
  };
}

interface Origin {
  study: StudyRow;
  evidence: StudyEvidence;
  later: Later;
  trials: ReadonlyMap<string, OriginatedTrial>;
}

/** Sessions in the order in which they began, then readers who were sent a file and have none; responses of those that count. */
function* rowsOf(db: ReadableDB, origin: Origin): Steps<Pick<OpenStudy, 'sessions' | 'responses'>> {
  const { study, evidence, later, trials } = origin;
  const found = new Map(evidence.sessions.map((session) => [session.sessionId, session]));
  const sessions: SessionResultRow[] = [];
  const responses: ResultRow[] = [];
  const practice = listPracticeIds(db, study.id);
  for (const session of listSessions(db, study.id)) {
    yield;
    const { id, startedAt, withdrawn } = session;
    const given = listResponses(db, id);
    const checked = found.get(id);
    const pages = listSessionPages(db, id);
    const lastAnswerAt = given.at(-1)?.content.answeredAt ?? null;
    const afterOpening = later.sessions.has(id);
    const times = judgeTimes(
      startedAt,
      given.map(({ content }) => content),
      study.protocol.session?.fastMs,
    );
    const resumed = resumedShowings(given.map(({ trialId, content }) => ({ ...content, trialId })));
    const last = new Map(given.map(({ trialId, position }) => [trialId, position]));
    const reader = { ...session, receipt: checked?.receipt ?? null };
    const own: ResultRow[] = [];
    for (const [index, response] of given.entries()) {
      yield;
      if (withdrawn || practice.has(response.trialId)) continue;
      const trial = trials.get(response.trialId);
      const isLater = later.answers.has(`${id}/${response.position}`);
      const { digest } = evidence;
      const amended = last.get(response.trialId) !== response.position;
      const flags = { times: times[index], resumed: resumed[index] ?? 0, afterOpening: isLater, amended };
      own.push(resultRow({ study, digest, session: reader, response, trial, ...flags }));
    }
    responses.push(...own);
    const caught = own.filter(({ kind, amended }) => kind === 'catch' && amended === 0);
    sessions.push(sessionRow(session, { checked, lastAnswerAt, afterOpening, pages, caught }));
  }
  const total = countTrials(db, study.id);
  sessions.push(...listNotBegun(db, study.id).map((reader) => notBegunRow(reader, total)));
  return { sessions, responses };
}
