import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { KardiaRecording } from './recording.ts';

const MARK = Buffer.from('ALIVE\0\0\0', 'latin1');
const HEADER_BYTES = 12;
const BLOCK_BYTES = 8;
const CHECKSUM_BYTES = 4;
/** By the fourth letter of `ecg `, `ecg2` … `ecgc`. */
const LEADS: ReadonlyMap<string, string> = new Map(
  ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'].map((lead, i) => [
    i === 0 ? 'ecg ' : `ecg${(i + 1).toString(16)}`,
    lead,
  ]),
);

export function isAtc(start: Buffer): boolean {
  return start.subarray(0, MARK.length).equals(MARK);
}

/**
 * The leads of an ATC file (AliveCor, "ATC File Format Specification" 1.7), samples in 16 bits. Each block's checksum is the sum of its
 * bytes. Throws AppError('damaged') that names the file.
 */
export function readAtc(bytes: Buffer, fileName: string): KardiaRecording {
  const damaged = (why: string): AppError => new AppError('damaged', `${fileName} ${why}`);
  const leads: KardiaRecording['leads'] = [];
  let format: Pick<KardiaRecording, 'samplingHz' | 'nanovolts'> | undefined;
  let isDated = false;
  for (let at = HEADER_BYTES; at + BLOCK_BYTES + CHECKSUM_BYTES <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const end = at + BLOCK_BYTES + bytes.readUInt32LE(at + 4);
    if (end + CHECKSUM_BYTES > bytes.length) throw damaged('is truncated');
    const data = bytes.subarray(at + BLOCK_BYTES, end);
    const sum = bytes.subarray(at, end).reduce((total, byte) => (total + byte) >>> 0, 0);
    if (sum !== bytes.readUInt32LE(end)) throw damaged(`has a wrong checksum in its block "${name.trim()}"`);
    const lead = LEADS.get(name);
    if (name === 'fmt ' && data.length >= 5) {
      if (data[0] !== 1) throw damaged(`holds samples of a kind that is not known (${data[0]})`);
      format = { samplingHz: data.readUInt16LE(1), nanovolts: data.readUInt16LE(3) };
    } else if (name === 'info') isDated = data.subarray(0, 32).some((byte) => byte !== 0);
    else if (lead !== undefined) {
      leads.push({ lead, samples: Int32Array.from({ length: data.length >> 1 }, (_, i) => data.readInt16LE(2 * i)) });
    }
    at = end + CHECKSUM_BYTES;
  }
  if (format === undefined) throw damaged('says neither sampling rate nor unit: its block "fmt" is missing');
  return {
    ...format,
    leads,
    identifying: isDated ? ['date of recording', "recording's number"] : [],
    sourceFormat: 'Kardia ATC',
  };
}
