import { questionOf, type QuestionId } from '../../../src-shared/questions/index.ts';
import type { Side } from '../../../src-shared/questions/side.ts';
import type { TrialKind } from '../../../src-shared/study/trial-kind.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { prepared } from '../sqlite/prepared.ts';
import { PART_COLUMNS, type PairParts } from './pair-parts.ts';

/** What a reader may be told of a trial; the trials of a bundle have these columns and no others. */
export interface ShownTrial {
  id: string;
  studyId: string;
  /** The session whose own trial it is; null for those that all readers have in common. */
  sessionId: string | null;
  /** From 1. */
  round: number;
  /** From 0, in the order of presentation. */
  position: number;
  taskId: string;
  question: QuestionId;
  /** Random ids of the two tracings: they say nothing about what these are. */
  upperId: string;
  lowerId: string;
}

/** A pair as it is shown: of what, and which side its original is on. */
export interface TrialRow extends ShownTrial, PairParts {
  /** Id of the first trial of the study that shows this pair, by which readers are compared; its own, where it is that. */
  pairId: string;
  kind: TrialKind;
  arm: string;
  /** 1 upper, 2 lower. */
  realSide: Side;
}

const SHOWN = `id, study_id AS studyId, session_id AS sessionId, round, position, task_id AS taskId, question,
  upper_id AS upperId, lower_id AS lowerId`;
const SHOWN_TRIAL = `SELECT ${SHOWN} FROM trials`;
const TRIAL = `SELECT ${SHOWN}, pair_id AS pairId, kind, arm, ${PART_COLUMNS('trials')},
  real_side AS realSide FROM trials`;

/** A trial as stored: its question may be any text. */
type Raw<Trial extends ShownTrial> = Omit<Trial, 'question'> & { question: string };

const parse = <Trial extends ShownTrial>(row: Raw<Trial>) => ({ ...row, question: questionOf(row.question).id });

/** Those of the session, or those that all readers have in common where it has none of its own. */
const OF_SESSION = `study_id = @studyId
  AND session_id IS (SELECT own.session_id FROM trials own WHERE own.session_id = @sessionId LIMIT 1)`;

/** The caller holds the transaction. */
export function insertTrials(db: WritableDB, trials: readonly TrialRow[]): void {
  const insert = db.prepare(
    `INSERT INTO trials (id, study_id, session_id, pair_id, round, kind, position, task_id, question, arm, example_id,
       other_record_id, record_id, made_record_id, real_side, upper_id, lower_id)
     VALUES (@id, @studyId, @sessionId, @pairId, @round, @kind, @position, @taskId, @question, @arm, @exampleId,
       @otherRecordId, @recordId, @madeRecordId, @realSide, @upperId, @lowerId)`,
  );
  for (const trial of trials) insert.run(trial);
}

/** How many trials each reader of the study sees. */
export function countTrials(db: ReadableDB, studyId: string): number {
  return (
    db
      .prepare<[string], number>('SELECT count(*) FROM trials WHERE study_id = ? AND session_id IS NULL')
      .pluck()
      .get(studyId) ?? 0
  );
}

/** With its truth, which a bundle does not have. */
export function getTrial(db: ReadableDB, studyId: string, trialId: string): TrialRow | undefined {
  const row = db
    .prepare<[string, string], Raw<TrialRow>>(`${TRIAL} WHERE study_id = ? AND id = ?`)
    .get(studyId, trialId);
  return row && parse(row);
}

export function getShownTrial(db: ReadableDB, studyId: string, trialId: string): ShownTrial | undefined {
  const row = prepared<[string, string], Raw<ShownTrial>>(db, `${SHOWN_TRIAL} WHERE study_id = ? AND id = ?`).get(
    studyId,
    trialId,
  );
  return row && parse(row);
}

/** The trial that all readers have in common and that shows the pair of this one of a session's own. */
export function getCommonTrial(db: ReadableDB, studyId: string, trialId: string): ShownTrial | undefined {
  const row = db
    .prepare<[string, string], Raw<ShownTrial>>(
      `${SHOWN_TRIAL} WHERE study_id = ? AND id = (SELECT own.pair_id FROM trials own WHERE own.id = ?)`,
    )
    .get(studyId, trialId);
  return row && parse(row);
}

/** The trials that all readers of a study have in common, in the order of presentation. */
export function listTrials(db: ReadableDB, studyId: string): TrialRow[] {
  return db
    .prepare<[string], Raw<TrialRow>>(`${TRIAL} WHERE study_id = ? AND session_id IS NULL ORDER BY position`)
    .all(studyId)
    .map((row) => parse(row));
}

/** The same without their truth. */
export function listShownTrials(db: ReadableDB, studyId: string): ShownTrial[] {
  return db
    .prepare<[string], Raw<ShownTrial>>(`${SHOWN_TRIAL} WHERE study_id = ? AND session_id IS NULL ORDER BY position`)
    .all(studyId)
    .map((row) => parse(row));
}

/** The trials of this session in order, with their truth: its own, or those that all readers have in common. */
export function listSessionTrials(db: ReadableDB, studyId: string, sessionId: string): TrialRow[] {
  return db
    .prepare<[{ studyId: string; sessionId: string }], Raw<TrialRow>>(`${TRIAL} WHERE ${OF_SESSION} ORDER BY position`)
    .all({ studyId, sessionId })
    .map((row) => parse(row));
}

/** The first of them that the session has no response to, of those after the position `after`. */
export function getNextTrial(db: ReadableDB, studyId: string, sessionId: string, after = -1): ShownTrial | undefined {
  const row = db
    .prepare<[{ studyId: string; sessionId: string; after: number }], Raw<ShownTrial>>(
      `${SHOWN_TRIAL} WHERE ${OF_SESSION} AND position > @after
         AND id NOT IN (SELECT trial_id FROM responses WHERE session_id = @sessionId) ORDER BY position LIMIT 1`,
    )
    .get({ studyId, sessionId, after });
  return row && parse(row);
}

/** Ids of the practice trials of a study and of its sessions: what was answered there is no result. */
export function listPracticeIds(db: ReadableDB, studyId: string): Set<string> {
  return new Set(
    db.prepare<[string], string>(`SELECT id FROM trials WHERE study_id = ? AND kind = 'practice'`).pluck().all(studyId),
  );
}
