import type { ReadableDB, WritableDB } from '../../db/sqlite/connection.ts';
import { getTrial, type ShownTrial, type StudyRow } from '../../db/studies/studies.ts';
import { checkStudy, checkTrial } from './check-study.ts';
import { presentedPair, type PresentedPair } from './presented-pair.ts';

/** Where the tracings come from that a reader is sent: the pairs of a workspace, or the blinded tracings of a bundle. */
export interface PairSource {
  /** Before a session begins or resumes. Throws AppError 'damaged' that names what was changed. */
  checkStudy(db: WritableDB, studyId: string): Promise<unknown>;
  /** Before a trial is shown. Throws the same. */
  checkTrial(db: ReadableDB, studyId: string, trial: ShownTrial): void;
  /** Throws AppError 'damaged' if they are lost. */
  pair(db: ReadableDB, study: StudyRow, trial: ShownTrial): PresentedPair;
}

export const WORKSPACE_PAIRS: PairSource = {
  checkStudy,
  checkTrial,
  pair: (db, study, { id }) => presentedPair(db, study, getTrial(db, study.id, id)!),
};
