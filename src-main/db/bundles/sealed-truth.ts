import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';

export function insertSealedTruth(db: WritableDB, sealed: Uint8Array): void {
  db.prepare('INSERT INTO sealed_truth (one, sealed) VALUES (1, ?)').run(sealed);
}

/** Undefined if the file has lost it. */
export function getSealedTruth(db: ReadableDB): Buffer | undefined {
  return db.prepare<[], Buffer>('SELECT sealed FROM sealed_truth').pluck().get();
}
