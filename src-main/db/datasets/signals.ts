import type { EcgRecord } from '../../../src-shared/ecg.ts';
import type { WritableDB } from '../sqlite/connection.ts';
import { deleteAllUnusedLeadSets } from './lead-sets.ts';
import { PIECE_SAMPLES, samplesToBlob } from './samples.ts';

/** The hashes of signals that no record, no lead of one and no example refers to. */
export const UNUSED_SIGNALS = `SELECT sha256 FROM signals EXCEPT SELECT sha256 FROM records
  EXCEPT SELECT sha256 FROM set_leads EXCEPT SELECT sha256 FROM examples`;

type Signal = Pick<EcgRecord, 'samples' | 'samplingHz' | 'unitsPerMv'> & { sha256: string };

/** Some of a signal's samples: those of its own row (position 0), or of a piece after it. */
export type SignalPiece = Signal & { position: number; sampleCount: number };

/** The pieces in which a signal is stored: one, unless it is long. */
export function* signalPieces(signal: Signal): Generator<SignalPiece> {
  const sampleCount = signal.samples.length;
  for (let position = 0; position === 0 || position * PIECE_SAMPLES < sampleCount; position++) {
    const samples = signal.samples.subarray(position * PIECE_SAMPLES, (position + 1) * PIECE_SAMPLES);
    yield { ...signal, samples, position, sampleCount };
  }
}

/**
 * Stores a batch of pieces, each signal's in order; those that exist already are left unchanged. Returns the
 * hashes of the signals that began.
 */
export function insertSignalPieces(db: WritableDB, pieces: readonly SignalPiece[]): string[] {
  const insert = db.prepare(
    'INSERT OR IGNORE INTO signals (sha256, sampling_hz, units_per_mv, sample_count, samples) VALUES (?, ?, ?, ?, ?)',
  );
  const goOn = db.prepare('INSERT OR IGNORE INTO signal_pieces (sha256, position, samples) VALUES (?, ?, ?)');
  return db.transaction(() =>
    pieces
      .filter(({ sha256, samplingHz, unitsPerMv, sampleCount, samples, position }) => {
        const blob = samplesToBlob(samples);
        if (position === 0) return insert.run(sha256, samplingHz, unitsPerMv, sampleCount, blob).changes > 0;
        goOn.run(sha256, position, blob);
        return false;
      })
      .map(({ sha256 }) => sha256),
  )();
}

/** Deletes those of these signals that no record, no lead of one and no example refers to. */
export function deleteUnusedSignals(db: WritableDB, hashes: readonly string[]): void {
  const remove = db.prepare(
    `DELETE FROM signals WHERE sha256 = @sha256
       AND NOT EXISTS (SELECT 1 FROM records WHERE sha256 = @sha256)
       AND NOT EXISTS (SELECT 1 FROM set_leads WHERE sha256 = @sha256)
       AND NOT EXISTS (SELECT 1 FROM examples WHERE sha256 = @sha256)`,
  );
  db.transaction(() => {
    for (const sha256 of hashes) remove.run({ sha256 });
  }).immediate();
}

/** Deletes the signals that nothing refers to. Returns how many there were. */
export function deleteAllUnusedSignals(db: WritableDB): number {
  deleteAllUnusedLeadSets(db);
  const unused = db.prepare<[], string>(UNUSED_SIGNALS).pluck().all();
  deleteUnusedSignals(db, unused);
  return unused.length;
}
