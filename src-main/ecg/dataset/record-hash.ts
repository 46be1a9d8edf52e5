import { createHash } from 'node:crypto';
import type { EcgRecord } from '../../../src-shared/ecg.ts';
import { int16ToBytes } from './int16-bytes.ts';

/**
 * SHA-256 (64 hex digits) of what was recorded: sampling rate, gain and samples. Name, label and split do not count, so the
 * same recording has the same hash wherever it comes from.
 */
export function recordHash(record: Pick<EcgRecord, 'samples' | 'samplingHz' | 'unitsPerMv'>): string {
  return createHash('sha256')
    .update(`ecg-record 1\n${record.samplingHz} Hz\n${record.unitsPerMv} per mV\n${record.samples.length} samples\n`)
    .update(int16ToBytes(record.samples))
    .digest('hex');
}
