import { AppError } from '../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';

export const NPY_MAGIC = Buffer.from('\x93NUMPY', 'latin1');
export const MACHINE_IS_LITTLE = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** What a .npy file says of itself. */
export interface NpyHeader {
  /** Without its byte order: `f8`, `i2`, `U12`. */
  type: string;
  isLittleEndian: boolean;
  isFortran: boolean;
  shape: number[];
  /** What comes after the header. */
  data: Buffer;
}

/** Whether a file begins as a .npy file does. */
export function isNpy(bytes: Buffer): boolean {
  return bytes.subarray(0, NPY_MAGIC.length).equals(NPY_MAGIC);
}

/**
 * Reads the header of a .npy file, format versions 1 to 3 (NumPy Enhancement Proposal 1 and its successors). Throws
 * AppError('damaged' | 'bad-input') that names `fileName`.
 */
export function readNpyHeader(bytes: Buffer, fileName: string): NpyHeader {
  if (bytes.length < 10 || !isNpy(bytes)) {
    throw new AppError('bad-input', `${fileName} is not a NumPy file (.npy).`);
  }
  const version = bytes.readUInt8(6);
  if (version < 1 || version > 3) throw new AppError('bad-input', `${fileName}: .npy version ${version} is not known.`);
  const start = version === 1 ? 10 : 12;
  if (bytes.length < start) throw new AppError('damaged', `${fileName} is truncated in its header.`);
  const headerBytes = version === 1 ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8);
  const header = bytes.toString(version === 3 ? 'utf8' : 'latin1', start, start + headerBytes);
  const description = /'descr'\s*:\s*'([<>|=])([a-zA-Z]\d*)'/.exec(header);
  const shapeText = /'shape'\s*:\s*\(([\d,\sL]*)\)/.exec(header)?.[1];
  if (description?.[2] === undefined || shapeText === undefined) throw notPlain(fileName, header);
  if (description[2] === 'O') {
    const cure = 'Make it one type first, for example y.astype(str) or numpy.stack(x), and save that.';
    throw new AppError('bad-input', `${fileName} holds Python objects, which only Python can read. ${cure}`);
  }
  const shape = shapeText
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => Number.parseInt(part, 10));
  return {
    type: description[2],
    isLittleEndian: description[1] === '<' || (description[1] !== '>' && MACHINE_IS_LITTLE),
    isFortran: /'fortran_order'\s*:\s*True/.test(header),
    shape,
    data: bytes.subarray(start + headerBytes),
  };
}

export function notPlain(fileName: string, header: string): AppError {
  return new AppError('bad-input', `${fileName} does not hold a plain array of numbers: ${excerpt(header.trim())}`);
}
