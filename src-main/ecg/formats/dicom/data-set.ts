import { inflateRawSync } from 'node:zlib';
import type { DataSet } from 'dicom-parser';
import dicomParser from 'dicom-parser';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';

export type { DataSet };

const PREAMBLE_BYTES = 128;
/** A deflated file may not unpack to more than this many times its size. */
const MOST_INFLATED = 10;

/** Whether a file begins as DICOM does. `start`: its first 132 bytes. */
export function isDicom(start: Buffer): boolean {
  return start.toString('latin1', PREAMBLE_BYTES, PREAMBLE_BYTES + 4) === 'DICM';
}

/** The data set of a DICOM file (PS3.10). Throws AppError('damaged') that names the file and says what is wrong. */
export function parseDataSet(bytes: Buffer, fileName: string): DataSet {
  try {
    return dicomParser.parseDicom(bytes, {
      inflater: (whole: Uint8Array, position: number) => {
        const rest = inflateRawSync(whole.subarray(position), { maxOutputLength: MOST_INFLATED * bytes.length });
        return Buffer.concat([whole.subarray(0, position), rest]);
      },
    });
  } catch (error) {
    // The parser throws texts, errors and objects with one.
    const why = thrownText(error);
    throw new AppError('damaged', `${fileName} is not a readable DICOM file (${excerpt(why)}).`, undefined, {
      cause: error,
    });
  }
}

function thrownText(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message;
  if (typeof thrown === 'object' && thrown !== null && 'exception' in thrown) return thrownText(thrown.exception);
  return String(thrown);
}

/** The data sets of a sequence's items; none where it is absent. */
export function itemsOf(dataSet: DataSet | undefined, tag: string): DataSet[] {
  return dataSet?.elements[tag]?.items?.flatMap((item) => item.dataSet ?? []) ?? [];
}

/** A text; undefined where it is absent or empty. Names of other alphabets come as they are stored. */
export function stringOf(dataSet: DataSet | undefined, tag: string): string | undefined {
  const text = dataSet?.string(tag)?.trim();
  return text === '' ? undefined : text;
}

/** A decimal string (DS); undefined where it is absent or empty. Throws AppError('damaged') where it is no number. */
export function decimalOf(dataSet: DataSet, tag: string, what: string, where: string): number | undefined {
  const text = stringOf(dataSet, tag);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (Number.isFinite(value)) return value;
  throw new AppError('damaged', `${where}: its ${what} "${excerpt(text)}" is not a number.`);
}
