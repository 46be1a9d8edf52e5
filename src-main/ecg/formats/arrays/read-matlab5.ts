import { inflateSync } from 'node:zlib';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { cellsTogether, refuseUneven } from './cells.ts';
import { columnMajor, type ArrayFile, type NamedArray } from './named-array.ts';

const HEADER_BYTES = 128;
/** Unpacked, of what the file has. */
const MOST_GROWTH = 10;
const MOST_DEPTH = 8;
const MOST_ELEMENTS = 100_000;

const MATRIX = 14;
const COMPRESSED = 15;
const [CELL, STRUCT, CHAR] = [1, 2, 4];
const COMPLEX = 0x0800;

type Reader = (bytes: Buffer, at: number, isLittle: boolean) => number;
const NUMBERS: ReadonlyMap<number, { bytes: number; read: Reader }> = new Map([
  [1, { bytes: 1, read: (b, at) => b.readInt8(at) }],
  [2, { bytes: 1, read: (b, at) => b.readUInt8(at) }],
  [3, { bytes: 2, read: (b, at, little) => (little ? b.readInt16LE(at) : b.readInt16BE(at)) }],
  [4, { bytes: 2, read: (b, at, little) => (little ? b.readUInt16LE(at) : b.readUInt16BE(at)) }],
  [5, { bytes: 4, read: (b, at, little) => (little ? b.readInt32LE(at) : b.readInt32BE(at)) }],
  [6, { bytes: 4, read: (b, at, little) => (little ? b.readUInt32LE(at) : b.readUInt32BE(at)) }],
  [7, { bytes: 4, read: (b, at, little) => (little ? b.readFloatLE(at) : b.readFloatBE(at)) }],
  [9, { bytes: 8, read: (b, at, little) => (little ? b.readDoubleLE(at) : b.readDoubleBE(at)) }],
  [12, { bytes: 8, read: (b, at, little) => Number(little ? b.readBigInt64LE(at) : b.readBigInt64BE(at)) }],
  [13, { bytes: 8, read: (b, at, little) => Number(little ? b.readBigUInt64LE(at) : b.readBigUInt64BE(at)) }],
  // Characters.
  [16, { bytes: 1, read: (b, at) => b.readUInt8(at) }],
  [17, { bytes: 2, read: (b, at, little) => (little ? b.readUInt16LE(at) : b.readUInt16BE(at)) }],
]);

/** Whether a file begins as a MATLAB v5 file (also called v6 and v7) does. */
export function isMatlab5(start: Buffer): boolean {
  const mark = start.toString('latin1', 126, 128);
  if (start.length < HEADER_BYTES || (mark !== 'IM' && mark !== 'MI')) return false;
  return (mark === 'IM' ? start.readUInt16LE(124) : start.readUInt16BE(124)) === 0x0100;
}

/**
 * The numeric arrays and texts of a MATLAB v5 file (MathWorks, "MAT-File Format", level 5), packed or not; those in a struct as
 * `struct.field`. An array of cells with as many numbers each is one of a row for each. Sparse and complex matrices and objects are passed over. Throws AppError('damaged') that names the file.
 */
export function readMatlab5(bytes: Buffer, fileName: string): ArrayFile {
  if (!isMatlab5(bytes)) throw new AppError('damaged', `${fileName} is not a MATLAB v5 file`);
  const reading = new Matlab5(bytes, fileName);
  reading.elements(bytes.subarray(HEADER_BYTES), '', 0);
  refuseUneven(reading.unevenCells, reading.arrays, fileName);
  return { arrays: reading.arrays, texts: reading.texts, sourceFormat: 'MATLAB v5' };
}

interface Element {
  type: number;
  data: Buffer;
  /** Where the next one begins. */
  next: number;
}

class Matlab5 {
  readonly arrays: NamedArray[] = [];
  readonly texts = new Map<string, string[]>();
  /** Arrays of cells whose numbers are of different lengths, or tables. */
  readonly unevenCells: string[] = [];
  readonly #fileName: string;
  readonly #isLittle: boolean;
  #bytesLeft: number;
  #elementsLeft = MOST_ELEMENTS;

  constructor(bytes: Buffer, fileName: string) {
    this.#fileName = fileName;
    this.#isLittle = bytes.toString('latin1', 126, 128) === 'IM';
    this.#bytesLeft = MOST_GROWTH * bytes.length + 65_536;
  }

  /** All elements one after another; `prefix` is what they are fields of. */
  elements(bytes: Buffer, prefix: string, depth: number): void {
    for (let at = 0; at + 8 <= bytes.length;) {
      const { type, data, next } = this.#element(bytes, at);
      if (type === COMPRESSED) this.elements(this.#inflate(data), prefix, depth + 1);
      else if (type === MATRIX && data.length > 0) this.#matrix(data, prefix, depth + 1);
      at = next;
    }
  }

  #element(bytes: Buffer, at: number): Element {
    this.#elementsLeft -= 1;
    if (this.#elementsLeft < 0) throw this.#damaged('holds too many elements');
    if (at + 8 > bytes.length) throw this.#damaged('is truncated');
    const first = this.#uint32(bytes, at);
    const small = first >>> 16;
    if (small > 0) {
      if (small > 4) throw this.#damaged('has an element of a wrong size');
      return { type: first & 0xffff, data: bytes.subarray(at + 4, at + 4 + small), next: at + 8 };
    }
    const size = this.#uint32(bytes, at + 4);
    if (at + 8 + size > bytes.length) throw this.#damaged('is truncated');
    const padded = first === COMPRESSED ? size : Math.ceil(size / 8) * 8;
    return { type: first, data: bytes.subarray(at + 8, at + 8 + size), next: at + 8 + padded };
  }

  #inflate(packed: Buffer): Buffer {
    try {
      const unpacked = inflateSync(packed, { maxOutputLength: Math.max(1, this.#bytesLeft) });
      this.#bytesLeft -= unpacked.length;
      return unpacked;
    } catch (cause) {
      throw this.#damaged('cannot be unpacked, or unpacks to over ten times its size', cause);
    }
  }

  #matrix(bytes: Buffer, prefix: string, depth: number): void {
    if (depth > MOST_DEPTH) return;
    const flags = this.#element(bytes, 0);
    if (flags.data.length < 8) throw this.#damaged('has a matrix without flags');
    const kind = this.#uint32(flags.data, 0);
    const dimensions = this.#element(bytes, flags.next);
    const nameElement = this.#element(bytes, dimensions.next);
    const own = nameElement.data.toString('latin1').replace(/\0.*$/s, '');
    const name = [prefix, own].filter((part) => part !== '').join('.');
    const rest = bytes.subarray(nameElement.next);
    const shape = [...this.#numbers(dimensions)];
    const type = kind & 0xff;
    if (type === STRUCT) this.#struct(rest, name, depth);
    else if (type === CELL) this.#cell(rest, name, depth);
    else if (type === CHAR) this.texts.set(name, this.#rows(this.#numbers(this.#element(rest, 0)), shape));
    else if (type >= 6 && type <= 15 && (kind & COMPLEX) === 0) this.#numeric(rest, name, shape);
  }

  #numeric(rest: Buffer, name: string, shape: number[]): void {
    const values = this.#numbers(this.#element(rest, 0));
    const count = shape.reduce((product, length) => product * length, 1);
    if (values.length !== count) {
      throw this.#damaged(
        `announces ${shape.join(' × ')} numbers in ${name.slice(0, 40)}, ${values.length} are present`,
      );
    }
    this.arrays.push({ name, shape, strides: columnMajor(shape), values });
  }

  #struct(bytes: Buffer, name: string, depth: number): void {
    const width = this.#element(bytes, 0);
    const names = this.#element(bytes, width.next);
    const [length = 0] = this.#numbers(width);
    if (length < 1 || length > 64) throw this.#damaged('has a struct with names of a wrong length');
    const fields = Array.from({ length: Math.floor(names.data.length / length) }, (_, i) =>
      names.data.toString('latin1', i * length, (i + 1) * length).replace(/\0.*$/s, ''),
    );
    let at = names.next;
    // Of an array of structs the first.
    for (const field of fields) {
      if (at + 8 > bytes.length) return;
      const { type, data, next } = this.#element(bytes, at);
      if (type === MATRIX && data.length > 0) this.#matrix(data, [name, field].filter(Boolean).join('.'), depth + 1);
      at = next;
    }
  }

  /** Its texts, such as the names of leads; numbers where each cell has as many, as recordings of one length. */
  #cell(bytes: Buffer, name: string, depth: number): void {
    const all: string[] = [];
    const before = this.arrays.length;
    for (let at = 0; at + 8 <= bytes.length;) {
      const { type, data, next } = this.#element(bytes, at);
      this.texts.delete(name);
      if (type === MATRIX && data.length > 0) this.#matrix(data, name, depth + 1);
      all.push(...(this.texts.get(name) ?? []));
      at = next;
    }
    if (all.length > 0) this.texts.set(name, all);
    const together = cellsTogether(name, this.arrays.splice(before));
    if (together === 'uneven') this.unevenCells.push(name);
    else if (together !== undefined) this.arrays.push(together);
  }

  #numbers({ type, data }: Element): Float64Array {
    const kind = NUMBERS.get(type);
    if (kind === undefined) throw this.#damaged(`holds numbers of a kind that is not known (${type})`);
    const out = new Float64Array(Math.floor(data.length / kind.bytes));
    for (let i = 0; i < out.length; i++) out[i] = kind.read(data, i * kind.bytes, this.#isLittle);
    return out;
  }

  /** The rows of a matrix of characters, which is stored column by column. */
  #rows(points: Float64Array, [rows = 1]: readonly number[]): string[] {
    if (rows < 1 || rows > points.length) return [];
    const columns = Math.floor(points.length / rows);
    return Array.from({ length: rows }, (_, r) =>
      String.fromCharCode(
        ...Array.from({ length: Math.min(columns, 200) }, (_, c) => points[c * rows + r] ?? 32),
      ).trim(),
    );
  }

  #uint32(bytes: Buffer, at: number): number {
    return this.#isLittle ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
  }

  #damaged(why: string, cause?: unknown): AppError {
    return new AppError('damaged', `${this.#fileName} ${why}`, undefined, { cause });
  }
}
