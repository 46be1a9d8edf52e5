import { createHash } from 'node:crypto';
import type { EcgRecord } from '../../../src-shared/ecg.ts';
import { int16ToBytes } from '../../numeric/int16-bytes.ts';

const SAMPLES_AT_ONCE = 2 ** 20;

type Hashed = Pick<EcgRecord, 'samples' | 'samplingHz' | 'unitsPerMv'>;

/**
 * SHA-256 (64 hex digits) of what was recorded: sampling rate, gain and samples. Name, label and split do not count, so the
 * same recording has the same hash wherever it comes from.
 */
export function recordHash(record: Hashed): string {
  for (let work = recordHashInPieces(record), step = work.next(); ; step = work.next())
    if (step.done) return step.value;
}

/** SHA-256 (64 hex digits) of leads that belong together: their names and the hashes of their signals, in order. */
export function leadSetHash(leads: readonly { lead: string; sha256: string }[]): string {
  const text = JSON.stringify(leads.map(({ lead, sha256 }) => [lead, sha256]));
  return createHash('sha256').update(`ecg-leads 1\n${text}`).digest('hex');
}

/** The same, left after every few milliseconds. */
export function* recordHashInPieces({ samples, samplingHz, unitsPerMv }: Hashed): Generator<void, string> {
  const hash = createHash('sha256').update(
    `ecg-record 1\n${samplingHz} Hz\n${unitsPerMv} per mV\n${samples.length} samples\n`,
  );
  for (let at = 0; at < samples.length; at += SAMPLES_AT_ONCE) {
    if (at > 0) yield;
    hash.update(int16ToBytes(samples.subarray(at, at + SAMPLES_AT_ONCE)));
  }
  return hash.digest('hex');
}
