import { questionOf } from '../../../src-shared/questions/index.ts';
import type { ReadableDB, WritableDB } from '../../db/sqlite/connection.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { getTrial, type ShownTrial, type TrialRow } from '../../db/studies/trials.ts';
import { checkStudy, checkTrial } from './check-study.ts';
import { drawReading } from './draw-reading.ts';
import { presentedPair, type PresentedPair } from './presented-pair.ts';

/** Where the tracings come from that a reader is sent: the pairs of a workspace, or the blinded tracings of a bundle. */
export interface PairSource {
  /** Before a session begins or resumes. Throws AppError 'damaged' that names what was changed. */
  checkStudy(db: WritableDB, studyId: string): Promise<unknown>;
  /** The trials that are this reader's own, for a session that begins; none where all readers have the same. */
  ownTrials(db: ReadableDB, study: StudyRow, reader: string): TrialRow[];
  /** Before a trial is shown. Throws the same. */
  checkTrial(db: ReadableDB, studyId: string, trial: ShownTrial): void;
  /** Throws AppError 'damaged' if they are lost. */
  pair(db: ReadableDB, study: StudyRow, trial: ShownTrial): PresentedPair;
}

export const WORKSPACE_PAIRS: PairSource = {
  checkStudy,
  checkTrial,
  ownTrials: (db, study, reader) => (study.protocol.order === 'per-reader' ? drawReading(db, study, reader) : []),
  pair: (db, study, { id }) => sentTracings(db, study, getTrial(db, study.id, id)!),
};

/** What a reader is sent of a trial, whether or not it is stored: as many of its tracings as its question is about. */
export function sentTracings(db: ReadableDB, study: StudyRow, trial: TrialRow): PresentedPair {
  const presented = presentedPair(db, study, trial);
  return { ...presented, tracings: presented.tracings.slice(0, questionOf(trial.question).tracings) };
}
