import type { WritableDB } from '../sqlite/connection.ts';
import { insertTrials, type TrialRow } from './trials.ts';

/** What makes a draft a study that can be read. */
export interface Lock {
  lockedAt: string;
  secret: Uint8Array;
  commitment: string;
  trials: readonly TrialRow[];
}

/** Stores trials, secret and commitment in one transaction and drops the draft's pairs: the trials hold them now. */
export function lockStudy(db: WritableDB, studyId: string, { lockedAt, secret, commitment, trials }: Lock): void {
  db.transaction(() => {
    insertTrials(db, trials);
    db.prepare('DELETE FROM draft_pairs WHERE study_id = ?').run(studyId);
    db.prepare('INSERT INTO study_secrets (study_id, secret) VALUES (?, ?)').run(studyId, secret);
    db.prepare('UPDATE studies SET locked_at = ?, commitment = ? WHERE id = ?').run(lockedAt, commitment, studyId);
  })();
}
