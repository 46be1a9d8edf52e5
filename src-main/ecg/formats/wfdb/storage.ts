import { int16FromBytes } from '../../../numeric/int16-bytes.ts';

/** How a WFDB format stores samples one after another: signal(5) of the WFDB manual. */
export interface WfdbStorage {
  /** How many samples so many bytes hold. */
  samplesIn(bytes: number): number;
  /** Sample `index` of the bytes that begin with sample 0. */
  at(bytes: Buffer, index: number): number;
  /** So many samples at once; left out where only `at` tells them apart. */
  all?(bytes: Buffer, count: number): Int16Array;
  /** Samples that are packed together: a last group may have room for some that were never stored. */
  inGroup: number;
  /** What stands for a sample that is missing: the lowest value. Undefined for differences, which have none. */
  missing: number | undefined;
  /** Each value is the difference to the one before; the first, to the initial value of the header. */
  isDifference?: true;
}

/** Every format but those in FLAC, by its number. */
export const STORAGE: ReadonlyMap<number, WfdbStorage> = new Map<number, WfdbStorage>([
  [8, { ...bytesEach(1, (bytes, at) => bytes.readInt8(at)), missing: undefined, isDifference: true }],
  [16, { ...bytesEach(2, (bytes, at) => bytes.readInt16LE(at)), all: int16LittleEndian }],
  [24, bytesEach(3, (bytes, at) => bytes.readIntLE(at, 3))],
  [32, bytesEach(4, (bytes, at) => bytes.readInt32LE(at))],
  [61, bytesEach(2, (bytes, at) => bytes.readInt16BE(at))],
  [80, bytesEach(1, (bytes, at) => bytes.readUInt8(at) - 128)],
  [160, bytesEach(2, (bytes, at) => bytes.readUInt16LE(at) - 32768)],
  [212, { samplesIn: (bytes) => Math.floor((bytes * 2) / 3), at: format212, inGroup: 2, missing: -2048 }],
  [310, { samplesIn: (bytes) => groupsOfThree(bytes, [0, 0, 1, 1]), at: format310, inGroup: 3, missing: -512 }],
  [311, { samplesIn: (bytes) => groupsOfThree(bytes, [0, 0, 1, 2]), at: format311, inGroup: 3, missing: -512 }],
]);

/** Bits of a sample, by the number of the FLAC format. */
export const FLAC_BITS: ReadonlyMap<number, number> = new Map([
  [508, 8],
  [516, 16],
  [524, 24],
]);

/** The numbers of all formats, for messages. */
export const FORMAT_NUMBERS: readonly number[] = [...STORAGE.keys(), ...FLAC_BITS.keys()];

function bytesEach(width: number, read: (bytes: Buffer, at: number) => number): WfdbStorage {
  return {
    samplesIn: (bytes) => Math.floor(bytes / width),
    at: (bytes, index) => read(bytes, width * index),
    inGroup: 1,
    missing: -(2 ** (8 * width - 1)),
  };
}

/** In memory of their own: those of the file need not begin at an even address. */
function int16LittleEndian(bytes: Buffer, count: number): Int16Array {
  const values = new Int16Array(count);
  Buffer.from(values.buffer).set(bytes.subarray(0, 2 * count));
  int16FromBytes(values);
  return values;
}

/** Two samples of 12 bits in three bytes; a last single sample takes two. */
function format212(bytes: Buffer, index: number): number {
  const at = 3 * (index >> 1);
  const middle = bytes[at + 1] ?? 0;
  const value =
    index % 2 === 0 ? ((middle & 0x0f) << 8) | (bytes[at] ?? 0) : ((middle & 0xf0) << 4) | (bytes[at + 2] ?? 0);
  return (value << 20) >> 20;
}

/** Three samples of 10 bits in two words of 16: one in the bits 1 to 10 of each, the third in what is left at their tops. */
function format310(bytes: Buffer, index: number): number {
  const at = 4 * Math.floor(index / 3);
  const word = (offset: number): number => (bytes[at + offset] ?? 0) | ((bytes[at + offset + 1] ?? 0) << 8);
  const place = index % 3;
  return tenBits(place === 2 ? (word(0) >> 11) | ((word(2) >> 11) << 5) : word(2 * place) >> 1);
}

/** Three samples of 10 bits in a word of 32, the first one lowest. */
function format311(bytes: Buffer, index: number): number {
  const at = 4 * Math.floor(index / 3);
  let word = 0;
  for (let i = 3; i >= 0; i--) word = (word << 8) | (bytes[at + i] ?? 0);
  return tenBits(word >> (10 * (index % 3)));
}

function tenBits(value: number): number {
  return (value << 22) >> 22;
}

/** @param inRest samples in a last group of 0 to 3 bytes */
function groupsOfThree(bytes: number, inRest: readonly number[]): number {
  return 3 * Math.floor(bytes / 4) + (inRest[bytes % 4] ?? 0);
}
