import type { ReadableDB } from '../sqlite/connection.ts';
import { prepared } from '../sqlite/prepared.ts';

/** Samples in a signal's own row, and in each piece after it: what one value of SQLite holds is read whole. */
export const PIECE_SAMPLES = 2 ** 18;

/** `count` of a signal's samples from the given one on, fewer at its end. ADC units; none if it is not stored. */
export function readSamples(db: ReadableDB, sha256: string, from = 0, count = Number.MAX_SAFE_INTEGER): Int16Array {
  const first = Math.floor(from / PIECE_SAMPLES);
  const last = Math.floor((from + count - 1) / PIECE_SAMPLES);
  const beginning =
    first === 0
      ? prepared<[string], Buffer>(db, 'SELECT samples FROM signals WHERE sha256 = ?').pluck().all(sha256)
      : [];
  const further =
    last === 0
      ? []
      : prepared<[string, number, number], Buffer>(
          db,
          'SELECT samples FROM signal_pieces WHERE sha256 = ? AND position BETWEEN ? AND ? ORDER BY position',
        )
          .pluck()
          .all(sha256, first, last);
  const pieces = [...beginning, ...further];
  const start = 2 * (from - first * PIECE_SAMPLES);
  const [only] = pieces;
  const bytes = pieces.length === 1 && only ? only : Buffer.concat(pieces);
  return samplesFromBlob(bytes.subarray(start, start + 2 * count));
}

/** Samples as stored in the database: int16, little endian, whatever the machine. */
export function samplesToBlob(samples: Int16Array): Buffer {
  const blob = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  return isLittleEndian ? blob : Buffer.from(blob).swap16();
}

export function samplesFromBlob(blob: Buffer): Int16Array {
  // A copy: a Buffer from the pool may start at an odd address, and the caller owns what it gets.
  const bytes = new Uint8Array(blob);
  if (!isLittleEndian) Buffer.from(bytes.buffer).swap16();
  return new Int16Array(bytes.buffer);
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
