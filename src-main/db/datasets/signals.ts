import type { EcgRecord } from '../../../src-shared/ecg.ts';
import type { WritableDB } from '../sqlite/connection.ts';

export type Signal = Pick<EcgRecord, 'samples' | 'samplingHz' | 'unitsPerMv'> & { sha256: string };

/**
 * Stores a batch of signals durably; those that exist already are left unchanged. Returns the hashes of the new ones.
 */
export function insertSignals(db: WritableDB, signals: readonly Signal[]): string[] {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO signals (sha256, sampling_hz, units_per_mv, sample_count, samples) VALUES (?, ?, ?, ?, ?)',
  );
  return db.transaction(() =>
    signals
      .filter(({ sha256, samplingHz, unitsPerMv, samples }) => {
        const { changes } = insert.run(sha256, samplingHz, unitsPerMv, samples.length, samplesToBlob(samples));
        return changes > 0;
      })
      .map(({ sha256 }) => sha256),
  )();
}

/** Deletes those of these signals that no record and no example refers to. */
export function deleteUnusedSignals(db: WritableDB, hashes: readonly string[]): void {
  const remove = db.prepare(
    `DELETE FROM signals WHERE sha256 = @sha256
       AND NOT EXISTS (SELECT 1 FROM records WHERE sha256 = @sha256)
       AND NOT EXISTS (SELECT 1 FROM examples WHERE sha256 = @sha256)`,
  );
  db.transaction(() => {
    for (const sha256 of hashes) remove.run({ sha256 });
  }).immediate();
}

/** Deletes the signals that no record and no example refers to. Returns how many there were. */
export function deleteAllUnusedSignals(db: WritableDB): number {
  const unused = db
    .prepare<[], string>(
      'SELECT sha256 FROM signals EXCEPT SELECT sha256 FROM records EXCEPT SELECT sha256 FROM examples',
    )
    .pluck()
    .all();
  deleteUnusedSignals(db, unused);
  return unused.length;
}

/** Samples as stored in the database: int16, little endian, whatever the machine. */
export function samplesToBlob(samples: Int16Array): Buffer {
  const blob = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return isLittleEndian ? blob : Buffer.from(blob).swap16();
}

/** SQL for `@count` samples of the signal `s` from the sample `@from` on. */
export const SAMPLES_PIECE =
  'substr(s.samples, 1 + 2 * CAST(@from AS INTEGER), 2 * CAST(@count AS INTEGER)) AS samples';

export function samplesFromBlob(blob: Buffer): Int16Array {
  // A copy: a Buffer from the pool may start at an odd address, and the caller owns what it gets.
  const bytes = new Uint8Array(blob);
  if (!isLittleEndian) Buffer.from(bytes.buffer).swap16();
  return new Int16Array(bytes.buffer);
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
