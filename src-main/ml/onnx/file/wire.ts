import { AppError } from '../../../../src-shared/errors/app-error.ts';

// The wire format of protocol buffers, of which an ONNX file needs four of six types. A library would bring code
// generation or objects for each number; weights are views of the file here, and nothing is larger than the file.

/** What a field holds: a whole number, raw bytes (a text, a message, packed numbers), or four or eight bytes. */
export type WireValue =
  | { kind: 'varint'; number: number }
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'fixed32' | 'fixed64'; bytes: Uint8Array };

const KINDS = { 0: 'varint', 1: 'fixed64', 2: 'bytes', 5: 'fixed32' } as const;
const FIXED_BYTES = { fixed32: 4, fixed64: 8 } as const;
const WORD = 2 ** 32;

/**
 * Calls `visit` for every field of a message, in order. Whole numbers are signed 64-bit, exact up to 2⁵³. Throws
 * AppError 'damaged' for what is no message, naming the byte.
 */
export function readMessage(bytes: Uint8Array, visit: (field: number, value: WireValue) => void): void {
  let at = 0;
  const take = (count: number): Uint8Array => {
    if (count > bytes.length - at) throw damaged(at, `${count} bytes are announced and ${bytes.length - at} are there`);
    at += count;
    return bytes.subarray(at - count, at);
  };
  const varint = (): number => {
    const read = readVarint(bytes, at);
    at = read.next;
    return read.number;
  };
  while (at < bytes.length) {
    const start = at;
    const tag = varint();
    const kind = KINDS[(tag % 8) as keyof typeof KINDS];
    const field = Math.floor(tag / 8);
    if (kind === undefined || field < 1 || field >= WORD) throw damaged(start, 'no field can begin so');
    if (kind === 'varint') {
      visit(field, { kind, number: varint() });
    } else if (kind === 'bytes') {
      const length = varint();
      visit(field, { kind, bytes: take(length < 0 ? Infinity : length) });
    } else {
      visit(field, { kind, bytes: take(FIXED_BYTES[kind]) });
    }
  }
}

/** The number that begins at `at`, and where the next byte is. */
function readVarint(bytes: Uint8Array, at: number): { number: number; next: number } {
  let [low, high] = [0, 0];
  for (let i = 0; i < 10; i += 1) {
    const byte = bytes[at + i];
    if (byte === undefined) throw damaged(at, 'a number is cut off');
    const seven = byte & 127;
    if (i < 4) low |= seven << (7 * i);
    else if (i === 4) [low, high] = [low | (seven << 28), seven >>> 4];
    else high |= seven << (7 * i - 32);
    if (byte < 128) return { number: (high | 0) * WORD + (low >>> 0), next: at + i + 1 };
  }
  throw damaged(at, 'a number has more than ten bytes');
}

function damaged(at: number, what: string): AppError {
  return new AppError('damaged', `At byte ${at} of a part of the file, ${what}.`);
}

/** A text field. */
export function textOf(value: WireValue): string {
  return Buffer.from(bytesOf(value)).toString('utf8');
}

/** The bytes of a text, a message or packed numbers. */
export function bytesOf(value: WireValue): Uint8Array {
  if (value.kind === 'bytes') return value.bytes;
  throw new AppError('damaged', 'There is a number where a text or a list must be.');
}

/** A whole number. */
export function intOf(value: WireValue): number {
  if (value.kind === 'varint') return value.number;
  throw new AppError('damaged', 'There is no whole number where one must be.');
}

/** A number of four bytes. */
export function floatOf(value: WireValue): number {
  if (value.kind === 'fixed32') return viewOf(value.bytes).getFloat32(0, true);
  throw new AppError('damaged', 'There is no number of four bytes where one must be.');
}

/** Appends the numbers of a repeated field, packed or one by one. */
export function appendNumbers(to: number[], value: WireValue, kind: 'int' | 'float' | 'double'): void {
  if (value.kind === 'varint' && kind === 'int') {
    to.push(value.number);
  } else if (value.kind === (kind === 'float' ? 'fixed32' : 'fixed64') && kind !== 'int') {
    to.push(kind === 'float' ? viewOf(value.bytes).getFloat32(0, true) : viewOf(value.bytes).getFloat64(0, true));
  } else {
    appendPacked(to, bytesOf(value), kind);
  }
}

function appendPacked(to: number[], bytes: Uint8Array, kind: 'int' | 'float' | 'double'): void {
  if (kind === 'int') {
    for (let at = 0; at < bytes.length;) {
      const { number, next } = readVarint(bytes, at);
      to.push(number);
      at = next;
    }
    return;
  }
  const width = kind === 'float' ? 4 : 8;
  if (bytes.length % width !== 0) throw new AppError('damaged', `A list of numbers has ${bytes.length} bytes.`);
  const view = viewOf(bytes);
  for (let at = 0; at < bytes.length; at += width)
    to.push(kind === 'float' ? view.getFloat32(at, true) : view.getFloat64(at, true));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
