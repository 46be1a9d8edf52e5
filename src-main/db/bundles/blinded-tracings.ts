import { samplesFromBlob, samplesToBlob } from '../datasets/samples.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { prepared } from '../sqlite/prepared.ts';

/** What a reader is sent of a trial of a bundle. */
export interface BlindedTracings {
  samplingHz: number;
  /** Of the display's grid. */
  stepsPerMv: number;
  /** Positions on it, of one tracing or of an upper and a lower one. */
  tracings: Int16Array[];
}

interface RawTracings {
  samplingHz: number;
  stepsPerMv: number;
  upper: Buffer;
  lower: Buffer | null;
}

export function insertBlindedTracings(db: WritableDB, trialId: string, blinded: BlindedTracings): void {
  const { samplingHz, stepsPerMv, tracings } = blinded;
  const [upper, lower] = tracings.map(samplesToBlob);
  db.prepare(
    'INSERT INTO blinded_tracings (trial_id, sampling_hz, steps_per_mv, upper, lower) VALUES (?, ?, ?, ?, ?)',
  ).run(trialId, samplingHz, stepsPerMv, upper, lower ?? null);
}

/** Undefined if the file has lost them. */
export function getBlindedTracings(db: ReadableDB, trialId: string): BlindedTracings | undefined {
  const row = prepared<[string], RawTracings>(
    db,
    'SELECT sampling_hz AS samplingHz, steps_per_mv AS stepsPerMv, upper, lower FROM blinded_tracings WHERE trial_id = ?',
  ).get(trialId);
  if (!row) return undefined;
  const { upper, lower, ...scales } = row;
  return { ...scales, tracings: (lower === null ? [upper] : [upper, lower]).map(samplesFromBlob) };
}
