import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import { fromFloat16Bits } from '../../files/float16.ts';
import type { ElementKind, OnnxTensor } from './onnx-model.ts';
import { appendNumbers, bytesOf, intOf, readMessage, textOf } from './wire.ts';

type Numbers = OnnxTensor['values'];

/** The bytes of a file that lies beside the model. */
export type ReadBeside = (name: string) => Uint8Array;

interface ElementType {
  name: string;
  kind: ElementKind;
  /** Bytes of one in `raw_data`. */
  width: number;
  decode(bytes: Uint8Array): Numbers;
  /** From the numbers of a typed field, where halves stand as their bits. */
  fromNumbers?: (numbers: readonly number[]) => Numbers;
}

const floats = (numbers: readonly number[]): Float32Array => Float32Array.from(numbers);
const halves = (bits: readonly number[]): Float32Array => Float32Array.from(bits, fromFloat16Bits);
const brainBits = (bits: number): number => new Float32Array(new Uint32Array([bits * 65536]).buffer)[0] as number;

/** By number in onnx.proto's TensorProto.DataType. */
const TYPES: Readonly<Record<number, ElementType>> = {
  1: { ...type('float32', 'float', 4, (bytes) => new Float32Array(copyOf(bytes))), fromNumbers: floats },
  2: type('uint8', 'int', 1, (bytes) => Int32Array.from(bytes)),
  3: type('int8', 'int', 1, (bytes) => Int32Array.from(new Int8Array(copyOf(bytes)))),
  4: type('uint16', 'int', 2, (bytes) => Int32Array.from(new Uint16Array(copyOf(bytes)))),
  5: type('int16', 'int', 2, (bytes) => Int32Array.from(new Int16Array(copyOf(bytes)))),
  6: type('int32', 'int', 4, (bytes) => new Int32Array(copyOf(bytes))),
  7: type('int64', 'int', 8, (bytes) => Float64Array.from(new BigInt64Array(copyOf(bytes)), Number)),
  9: type('bool', 'bool', 1, (bytes) => Int32Array.from(bytes, (byte) => (byte === 0 ? 0 : 1))),
  10: {
    ...type('float16', 'float', 2, (bytes) => Float32Array.from(new Uint16Array(copyOf(bytes)), fromFloat16Bits)),
    fromNumbers: halves,
  },
  11: type('double', 'float', 8, (bytes) => new Float64Array(copyOf(bytes))),
  12: type('uint32', 'int', 4, (bytes) => Float64Array.from(new Uint32Array(copyOf(bytes)))),
  13: type('uint64', 'int', 8, (bytes) => Float64Array.from(new BigUint64Array(copyOf(bytes)), Number)),
  16: {
    ...type('bfloat16', 'float', 2, (bytes) => Float32Array.from(new Uint16Array(copyOf(bytes)), brainBits)),
    fromNumbers: (bits) => Float32Array.from(bits, (word) => brainBits(word & 0xffff)),
  },
};

/** What quantised numbers can be, by the same number. */
const RANGES: Readonly<Record<number, OnnxTensor['range']>> = {
  2: [0, 255],
  3: [-128, 127],
  4: [0, 65_535],
  5: [-32_768, 32_767],
};

function type(name: string, kind: ElementKind, width: number, decode: ElementType['decode']): ElementType {
  return { name, kind, width, decode };
}

/** A buffer of its own: bytes of a file may begin anywhere. */
function copyOf(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

/** What the numbers of an element type are. */
export function kindOfType(number: number): ElementKind {
  return TYPES[number]?.kind ?? 'other';
}

const MOST_DIMENSIONS = 16;

/**
 * A TensorProto. `beside` reads the file where its numbers lie, where they are not in it. Throws AppError 'damaged' where
 * shape and numbers contradict each other.
 */
export function readTensor(bytes: Uint8Array, beside: ReadBeside): OnnxTensor {
  let [name, number, raw] = ['', 0, undefined as Uint8Array | undefined];
  const [shape, numbers]: [number[], number[]] = [[], []];
  const external = new Map<string, string>();
  readMessage(bytes, (field, value) => {
    if (field === 1) appendNumbers(shape, value, 'int');
    else if (field === 2) number = intOf(value);
    else if (field === 4) appendNumbers(numbers, value, 'float');
    else if (field === 5 || field === 7 || field === 11) appendNumbers(numbers, value, 'int');
    else if (field === 8) name = textOf(value);
    else if (field === 9) raw = bytesOf(value);
    else if (field === 10) appendNumbers(numbers, value, 'double');
    else if (field === 13) readEntry(bytesOf(value), external);
  });
  const found = TYPES[number];
  if (found === undefined) return { name, kind: 'other', shape, values: new Int32Array(0) };
  const size = sizeOf(shape, name);
  if (external.size > 0) raw = externalBytes(external, size * found.width, name, beside);
  const values = raw === undefined ? fromNumbers(found, numbers) : fromBytes(found, raw, size, name);
  const range = RANGES[number];
  if (values.length === size)
    return { name, kind: found.kind, shape, values, ...(range === undefined ? {} : { range }) };
  throw new AppError('damaged', `${titled(name)} holds ${values.length} numbers where its shape has ${size}.`);
}

function fromNumbers(found: ElementType, numbers: readonly number[]): Numbers {
  if (found.fromNumbers) return found.fromNumbers(numbers);
  return found.kind === 'bool' ? Int32Array.from(numbers, (n) => (n === 0 ? 0 : 1)) : Float64Array.from(numbers);
}

function fromBytes(found: ElementType, raw: Uint8Array, size: number, name: string): Numbers {
  if (raw.length === size * found.width) return found.decode(raw);
  const text = `${titled(name)} has ${raw.length} bytes; ${size} numbers of type ${found.name} have ${size * found.width}.`;
  throw new AppError('damaged', text);
}

function sizeOf(shape: readonly number[], name: string): number {
  const size = shape.reduce((product, n) => product * n, 1);
  if (shape.length <= MOST_DIMENSIONS && shape.every((n) => Number.isSafeInteger(n) && n >= 0) && size < 2 ** 31)
    return size;
  throw new AppError('damaged', `${titled(name)} has the shape ${excerpt(shape.join(' × '))}, which cannot be.`);
}

function readEntry(bytes: Uint8Array, to: Map<string, string>): void {
  const entry = ['', ''];
  readMessage(bytes, (field, value) => {
    if (field === 1 || field === 2) entry[field - 1] = textOf(value);
  });
  to.set(entry[0] as string, entry[1] as string);
}

/** The stretch of another file that holds a tensor's numbers. */
function externalBytes(
  entries: ReadonlyMap<string, string>,
  needed: number,
  name: string,
  beside: ReadBeside,
): Uint8Array {
  const file = entries.get('location') ?? '';
  const [offset, length] = [Number(entries.get('offset') ?? 0), Number(entries.get('length') ?? needed)];
  const whole = beside(file);
  if (Number.isSafeInteger(offset) && offset >= 0 && length === needed && offset + length <= whole.length)
    return whole.subarray(offset, offset + length);
  const text = `${titled(name)} lies in '${excerpt(file)}' from byte ${offset} with ${length} bytes; it needs ${needed}, and the file has ${whole.length}.`;
  throw new AppError('damaged', text);
}

function titled(name: string): string {
  return name === '' ? 'A constant' : `The weights '${excerpt(name)}'`;
}
