import { AppError } from '../../../src-shared/errors/app-error.ts';
import { MACHINE_IS_LITTLE, notPlain, NPY_MAGIC, readNpyHeader } from './npy-header.ts';

export type NpyData =
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

/** A NumPy array: `data` in C order (the last axis runs fastest), an empty `shape` for a single number. */
export interface NpyArray {
  shape: number[];
  data: NpyData;
  /** In Fortran order instead: the first axis runs fastest. Only where a caller asked for it. */
  isFortran?: boolean;
  /** Only of texts: `data` (Uint32Array) holds this many code points for each, filled up with 0. */
  characters?: number;
}

interface Kind {
  code: string;
  make: (buffer: ArrayBuffer) => NpyData;
  bytes: number;
}

const KINDS: Kind[] = [
  { code: 'i1', bytes: 1, make: (b) => new Int8Array(b) },
  { code: 'u1', bytes: 1, make: (b) => new Uint8Array(b) },
  { code: 'b1', bytes: 1, make: (b) => new Uint8Array(b) },
  { code: 'i2', bytes: 2, make: (b) => new Int16Array(b) },
  { code: 'u2', bytes: 2, make: (b) => new Uint16Array(b) },
  { code: 'i4', bytes: 4, make: (b) => new Int32Array(b) },
  { code: 'u4', bytes: 4, make: (b) => new Uint32Array(b) },
  { code: 'i8', bytes: 8, make: (b) => new BigInt64Array(b) },
  { code: 'u8', bytes: 8, make: (b) => new BigUint64Array(b) },
  { code: 'f4', bytes: 4, make: (b) => new Float32Array(b) },
  { code: 'f8', bytes: 8, make: (b) => new Float64Array(b) },
];
/**
 * Reads the numbers of a .npy file. Integers of 64 bits are read as bigint; see `npyNumbers`. Throws AppError as
 * `readNpyHeader` does, and 'damaged' where it is truncated.
 * @param fortran whether arrays in Fortran order are read too, else refused
 */
export function readNpy(bytes: Buffer, fileName: string, { fortran = false } = {}): NpyArray {
  const { type, shape, data, isFortran, isLittleEndian } = readNpyHeader(bytes, fileName);
  const kind = KINDS.find((candidate) => candidate.code === type);
  if (kind === undefined) throw notPlain(fileName, `type ${type}`);
  if (isFortran && shape.length > 1 && !fortran) {
    throw new AppError('bad-input', `${fileName} is in Fortran order: save it with numpy.ascontiguousarray.`);
  }
  const size = shape.reduce((product, length) => product * length, 1) * kind.bytes;
  if (data.length < size) {
    throw new AppError('damaged', `${fileName} is truncated: ${size} bytes announced, ${data.length} present.`);
  }
  const copy = Buffer.alloc(size);
  data.copy(copy, 0, 0, size);
  if (isLittleEndian !== MACHINE_IS_LITTLE) swapBytes(copy, kind.bytes);
  const array = { shape, data: kind.make(copy.buffer.slice(copy.byteOffset, copy.byteOffset + size)) };
  return isFortran && shape.length > 1 ? { ...array, isFortran } : array;
}

/** The .npy bytes (version 1.0, little-endian, C order) of an array. Throws AppError('bad-input') if shape and data differ. */
export function writeNpy({ shape, data, characters }: NpyArray): Buffer {
  const count = shape.reduce((product, length) => product * length, characters ?? 1);
  if (count !== data.length) {
    throw new AppError('bad-input', `The shape (${shape.join(', ')}) needs ${count} values, not ${data.length}.`);
  }
  const letter = data instanceof Float32Array || data instanceof Float64Array ? 'f' : isUnsigned(data) ? 'u' : 'i';
  const order = data.BYTES_PER_ELEMENT === 1 ? '|' : '<';
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const kind = characters === undefined ? `${letter}${data.BYTES_PER_ELEMENT}` : `U${characters}`;
  const text = `{'descr': '${order}${kind}', 'fortran_order': False, 'shape': (${dims}), }`;
  const headerBytes = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const out = Buffer.alloc(10 + headerBytes + data.byteLength, ' ');
  NPY_MAGIC.copy(out);
  out.writeUInt8(1, 6);
  out.writeUInt8(0, 7);
  out.writeUInt16LE(headerBytes, 8);
  out.write(text, 10, 'latin1');
  out.write('\n', 10 + headerBytes - 1);
  const body = out.subarray(10 + headerBytes);
  Buffer.from(data.buffer, data.byteOffset, data.byteLength).copy(body);
  if (!MACHINE_IS_LITTLE) swapBytes(body, data.BYTES_PER_ELEMENT);
  return out;
}

/** The values as ordinary numbers. Throws AppError('bad-input') for an integer that a double cannot hold. */
export function npyNumbers({ data }: NpyArray, fileName: string): number[] {
  return Array.from(data as ArrayLike<number | bigint>, (value) => {
    const number = Number(value);
    if (typeof value === 'bigint' && !Number.isSafeInteger(number)) {
      throw new AppError('bad-input', `${fileName} holds ${value}, which is too large.`);
    }
    return number;
  });
}

function isUnsigned(data: NpyData): boolean {
  return [Uint8Array, Uint16Array, Uint32Array, BigUint64Array].some((unsigned) => data instanceof unsigned);
}

function swapBytes(bytes: Buffer, size: number): void {
  if (size === 2) bytes.swap16();
  else if (size === 4) bytes.swap32();
  else if (size === 8) bytes.swap64();
}
