import { questionOf } from '../../../src-shared/questions/index.ts';
import type { Trial } from '../../../src-shared/study/trial.ts';
import { JOIN_PARTS } from './pair-parts.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/** A trial as a design names it, and as it is stored; practice is numbered within its task instead of a record's name. */
export interface DesignedTrial extends Trial {
  id: string;
  pairId: string;
}

interface RawTrial extends Omit<DesignedTrial, 'question' | 'record'> {
  question: string;
  record: string | null;
}

/** The trials of a session of its own in order or, without one, those that all readers have in common. */
export function listDesignedTrials(db: ReadableDB, studyId: string, sessionId: string | null): DesignedTrial[] {
  const practised = new Map<string, number>();
  return db
    .prepare<[string, string | null], RawTrial>(
      `SELECT t.id, t.pair_id AS pairId, t.position AS trialIndex, t.round, t.kind, t.task_id AS taskId, t.question, t.arm,
         r.name AS record, o.name AS otherRecord, t.real_side AS realSide
       FROM trials t ${JOIN_PARTS}
       WHERE t.study_id = ? AND t.session_id IS ? ORDER BY t.position`,
    )
    .all(studyId, sessionId)
    .map((row) => {
      const number = (practised.get(row.taskId) ?? 0) + 1;
      if (row.kind === 'practice') practised.set(row.taskId, number);
      return { ...row, question: questionOf(row.question).id, record: row.record ?? `practice-${number}` };
    });
}
