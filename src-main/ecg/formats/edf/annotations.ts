import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { EdfHeader } from './header.ts';

const SEPARATOR = 0x14;
/** A sign, seconds and a separator. */
const LONGEST_ONSET = 30;

/**
 * Seconds at which each data record begins: the first entry of its first annotation signal (EDF+, 2.2.4: `+12.5␔␔`).
 * Throws AppError('damaged') where a record has none.
 */
export function recordOnsets(file: Buffer, header: EdfHeader, fileName: string): Float64Array {
  const onsets = new Float64Array(header.recordCount);
  for (let record = 0; record < header.recordCount; record++) {
    const entry = entries(file, header, record)[0] ?? Buffer.alloc(0);
    const end = entry.subarray(0, LONGEST_ONSET).indexOf(SEPARATOR);
    const onset = /^[-+]\d+(?:\.\d*)?$/.exec(entry.toString('latin1', 0, Math.max(0, end)))?.[0];
    if (onset === undefined) {
      const text = `${fileName} is discontinuous (EDF+D), but its data record ${record + 1} does not say when it begins.`;
      throw new AppError('damaged', text);
    }
    onsets[record] = Number(onset);
  }
  return onsets;
}

/** Whether its annotations say anything besides when data records begin: that may name a person. */
export function hasAnnotationTexts(file: Buffer, header: EdfHeader): boolean {
  for (let record = 0; record < header.recordCount; record++) {
    if (entries(file, header, record).some(hasText)) return true;
  }
  return false;
}

/** The annotations of one data record, one piece for each annotation signal. */
function entries(file: Buffer, header: EdfHeader, record: number): Buffer[] {
  return header.signals.flatMap((signal) => {
    if (!signal.isAnnotations) return [];
    const start = header.headerBytes + record * header.recordBytes + signal.offset;
    return [file.subarray(start, start + signal.samplesPerRecord * header.bytesPerSample)];
  });
}

/** Whether a text follows a separator: what is neither another separator nor the end of an entry. */
function hasText(entry: Buffer): boolean {
  return entry.some((byte, i) => i > 0 && entry[i - 1] === SEPARATOR && byte !== SEPARATOR && byte !== 0);
}
