import type { WritableDB } from '../sqlite/connection.ts';
import type { TrialRow } from './studies.ts';

/** What makes a draft a study that can be read. */
export interface Lock {
  lockedAt: string;
  secret: Uint8Array;
  commitment: string;
  trials: readonly TrialRow[];
}

/** Stores trials, secret and commitment in one transaction and drops the draft's pairs: the trials hold them now. */
export function lockStudy(db: WritableDB, studyId: string, { lockedAt, secret, commitment, trials }: Lock): void {
  const insertTrial = db.prepare(
    `INSERT INTO trials (id, study_id, position, task_id, question, arm, example_id, real_side, upper_id, lower_id)
     VALUES (@id, @studyId, @position, @taskId, @question, @arm, @exampleId, @realSide, @upperId, @lowerId)`,
  );
  db.transaction(() => {
    for (const trial of trials) insertTrial.run(trial);
    db.prepare('DELETE FROM draft_pairs WHERE study_id = ?').run(studyId);
    db.prepare('INSERT INTO study_secrets (study_id, secret) VALUES (?, ?)').run(studyId, secret);
    db.prepare('UPDATE studies SET locked_at = ?, commitment = ? WHERE id = ?').run(lockedAt, commitment, studyId);
  })();
}
