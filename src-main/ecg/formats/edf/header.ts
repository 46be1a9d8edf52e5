import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';

/** The header of an EDF, EDF+ or BDF file (Kemp et al. 1992; Kemp and Olivan 2003; BioSemi). */
export interface EdfHeader {
  kind: 'EDF' | 'EDF+' | 'BDF' | 'BDF+';
  /** Whether there are gaps between its data records (EDF+D). */
  isDiscontinuous: boolean;
  patient: string;
  recording: string;
  headerBytes: number;
  recordCount: number;
  recordSeconds: number;
  /** 2, or 3 in BDF. */
  bytesPerSample: 2 | 3;
  /** Of one data record. */
  recordBytes: number;
  /** Bytes after the last data record. */
  bytesLeft: number;
  /** Every signal, annotations included, in the order of the file. */
  signals: readonly EdfSignal[];
}

export interface EdfSignal {
  label: string;
  dimension: string;
  /** As written: a limit that is no number is no reason to lose the other signals. */
  limits: { physicalMin: string; physicalMax: string; digitalMin: string; digitalMax: string };
  samplesPerRecord: number;
  /** Bytes before it in each data record. */
  offset: number;
  isAnnotations: boolean;
}

/** Bytes of the header that are for the whole file, and for each of its signals. */
const EDF_HEADER_BYTES = 256;
/** Widths of a signal's fields, each of which is stored for all signals before the next. */
const WIDTHS = {
  label: 16,
  transducer: 80,
  dimension: 8,
  physicalMin: 8,
  physicalMax: 8,
  digitalMin: 8,
  digitalMax: 8,
  prefilter: 80,
  samples: 8,
  reserved: 32,
};

/** Whether a file begins as EDF or BDF does. `start`: its first 8 bytes or more. */
export function isEdf(start: Buffer): boolean {
  const version = start.toString('latin1', 0, 8);
  return version === '0       ' || version === '\xffBIOSEMI';
}

/** Parses the header of a whole file. Throws AppError('damaged') that names the file, the field and the value. */
export function parseEdfHeader(file: Buffer, fileName: string): EdfHeader {
  if (file.length < EDF_HEADER_BYTES) throw damaged(`${fileName} ends within its header.`);
  const text = (from: number, width: number): string => clean(file.toString('latin1', from, from + width));
  const reserved = text(192, 44);
  const isBdf = file[0] === 0xff;
  const isPlus = /^[EB]DF\+/.test(reserved);
  const signalCount = whole(text(252, 4), 'number of signals', fileName);
  const headerBytes = EDF_HEADER_BYTES * (signalCount + 1);
  if (signalCount < 1) throw damaged(`${fileName} says that it has ${signalCount} signals.`);
  if (file.length < headerBytes)
    throw damaged(`${fileName} ends within its header, which is for ${signalCount} signals.`);
  const recordSeconds = edfNumber(text(244, 8), 'duration of a data record', fileName);
  const bytesPerSample = isBdf ? 3 : 2;
  const signals = signalFields(file, signalCount, bytesPerSample, fileName);
  const recordBytes = signals.reduce((sum, signal) => sum + signal.samplesPerRecord * bytesPerSample, 0);
  const announced = whole(text(236, 8), 'number of data records', fileName);
  const available = recordBytes === 0 ? 0 : Math.floor((file.length - headerBytes) / recordBytes);
  // -1 stands for a recording that was not closed: there are as many as the file is long.
  const recordCount = announced < 0 ? available : announced;
  if (recordCount > available) {
    throw damaged(`${fileName} holds ${available} data records, but its header announces ${recordCount}.`);
  }
  if (recordCount === 0) throw damaged(`${fileName} holds no data records.`);
  return {
    kind: `${isBdf ? 'BDF' : 'EDF'}${isPlus ? '+' : ''}`,
    isDiscontinuous: /^[EB]DF\+D/.test(reserved),
    patient: text(8, 80),
    recording: text(88, 80),
    headerBytes,
    recordCount,
    recordSeconds,
    bytesPerSample,
    recordBytes,
    bytesLeft: file.length - headerBytes - recordCount * recordBytes,
    signals,
  };
}

function signalFields(file: Buffer, count: number, bytesPerSample: number, fileName: string): EdfSignal[] {
  let at = EDF_HEADER_BYTES;
  const fields = new Map<string, string[]>();
  for (const [field, width] of Object.entries(WIDTHS)) {
    const start = at;
    fields.set(
      field,
      Array.from({ length: count }, (_, i) =>
        clean(file.toString('latin1', start + i * width, start + (i + 1) * width)),
      ),
    );
    at += count * width;
  }
  const field = (name: keyof typeof WIDTHS, i: number): string => fields.get(name)?.[i] ?? '';
  let offset = 0;
  return Array.from({ length: count }, (_, i) => {
    const label = field('label', i);
    const where = `${fileName}, signal ${i + 1}`;
    const samplesPerRecord = whole(field('samples', i), 'number of samples in a data record', where);
    if (samplesPerRecord < 0) throw damaged(`${where}: ${samplesPerRecord} samples in a data record are not possible.`);
    const signal = {
      label,
      // The µ of UTF-8 takes two characters of Latin-1.
      dimension: field('dimension', i).replace(/^(?:Âµ|Î¼)/, 'µ'),
      limits: {
        physicalMin: field('physicalMin', i),
        physicalMax: field('physicalMax', i),
        digitalMin: field('digitalMin', i),
        digitalMax: field('digitalMax', i),
      },
      samplesPerRecord,
      offset,
      isAnnotations: /^[EB]DF Annotations$/.test(label),
    };
    offset += samplesPerRecord * bytesPerSample;
    return signal;
  });
}

/** Without the blanks and zero bytes that fill a field up. */
function clean(field: string): string {
  return field.replaceAll('\0', ' ').trim();
}

/** A number of a field; some recorders write their country's comma. Throws AppError('damaged') that says `what` it is. */
export function edfNumber(field: string, what: string, where: string): number {
  if (/^[-+]?(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+]?\d+)?$/i.test(field)) return Number(field.replace(',', '.'));
  throw damaged(`${where}: the ${what} "${excerpt(field)}" is not a number.`);
}

function whole(field: string, what: string, where: string): number {
  const number = edfNumber(field, what, where);
  if (Number.isInteger(number)) return number;
  throw damaged(`${where}: the ${what} "${excerpt(field)}" is not a whole number.`);
}

function damaged(message: string): AppError {
  return new AppError('damaged', message);
}
