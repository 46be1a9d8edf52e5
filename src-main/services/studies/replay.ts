import type { Replay, ReplayTracings, ReplayTrial } from '../../../src-shared/study/replay.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import { CANNOT_SAY } from '../../../src-shared/study/decisions.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { getTrial } from '../../db/studies/trials.ts';
import { originWords } from '../../report/replay/origin-words.ts';
import type { OpenStudy } from './open-results.ts';
import { storedPair } from './presented-pair.ts';
import { truthOf } from '../../study/reading/trial-truth.ts';

/** What a reader answered, with the truth. Throws AppError 'not-found' for a session that does not count or answered nothing. */
export function replayOf({ study, responses }: OpenStudy, sessionId: string): Replay {
  const own = responses
    .filter((row) => row.session_id === sessionId && row.amended === 0)
    .sort((a, b) => a.trial_number - b.trial_number);
  const [first] = own;
  if (!first) throw new AppError('not-found', 'This session has no answers that count: choose another reader.');
  return {
    ...{ study: study.title, reader: first.reader, sessionId, virtual: first.virtual === 1 },
    trials: own.map(replayTrial),
  };
}

function replayTrial(row: ResultRow): ReplayTrial {
  const question = questionOf(row.question);
  const isFoil = row.other_record !== null;
  const label = (id: string): string =>
    question.answers.find((answer) => answer.id === id)?.label() ?? (id === CANNOT_SAY ? 'cannot say' : id);
  return {
    trialId: row.trial_id,
    number: row.trial_number,
    kind: row.kind,
    question: question.text(),
    tracings: question.tracings,
    answer: label(row.answer),
    right: question
      .right(truthOf({ question: row.question, realSide: row.real_side }, isFoil))
      .map(label)
      .join(' or '),
    isRight: row.correct === null ? null : row.correct === 1,
    realSide: row.real_side,
    made: originWords(row),
    isPerturbed: row.attack !== null && !isFoil,
    record: row.record,
    otherRecord: row.other_record ?? row.made_record,
    responseTimeMs: row.response_time_ms,
    confidence: row.confidence,
    clue: row.clue_reason,
  };
}

/** The tracings of a trial of this session. Throws AppError 'not-found' for another's, 'damaged' if they are lost. */
export function replayTracings(
  db: ReadableDB,
  { study, responses }: OpenStudy,
  sessionId: string,
  trialId: string,
): ReplayTracings {
  const isOwn = responses.some((row) => row.session_id === sessionId && row.trial_id === trialId);
  const trial = isOwn ? getTrial(db, study.id, trialId) : undefined;
  if (!trial) throw new AppError('not-found', 'This reader has answered no such trial.');
  const stored = storedPair(db, trial);
  if (!stored)
    throw new AppError(
      'damaged',
      `Pair ${trial.position + 1} of this study has lost its tracings. Restore the workspace from a backup.`,
    );
  const { real, made, samplingHz, unitsPerMv } = stored;
  return { real: Array.from(real), made: Array.from(made), samplingHz, unitsPerMv };
}
