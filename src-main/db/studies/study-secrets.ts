import type { ReadableDB } from '../sqlite/connection.ts';

/**
 * The 32 bytes that a study's sides and order come from; undefined for a draft, and for a study of an older version.
 * They are truth: only what serves a trial, and what reveals the secret at the end, asks for them.
 */
export function getStudySecret(db: ReadableDB, studyId: string): Uint8Array | undefined {
  return db.prepare<[string], Buffer>('SELECT secret FROM study_secrets WHERE study_id = ?').pluck().get(studyId);
}
