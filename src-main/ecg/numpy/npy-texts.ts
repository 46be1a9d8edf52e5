import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { NpyArray } from './npy.ts';
import { readNpyHeader } from './npy-header.ts';

/** Longer texts are no labels or names. */
const MAX_CHARACTERS = 10_000;

/** Texts as NumPy's own type for them, Unicode of one width. */
export function npyTexts(shape: number[], texts: readonly string[]): NpyArray {
  const points = texts.map((text) => Array.from(text, (character) => character.codePointAt(0)!));
  const characters = Math.max(1, ...points.map(({ length }) => length));
  const data = new Uint32Array(characters * texts.length);
  points.forEach((some, index) => data.set(some, index * characters));
  return { shape, data, characters };
}

/**
 * The texts of a .npy file, Unicode (`U`) or bytes (`S`), in C order; undefined if it holds none. Throws AppError as
 * `readNpyHeader` does, and 'damaged' where it is truncated.
 */
export function readNpyTexts(bytes: Buffer, fileName: string): { shape: number[]; words: string[] } | undefined {
  const { type, shape, data, isLittleEndian } = readNpyHeader(bytes, fileName);
  const isUnicode = type.startsWith('U');
  if (!isUnicode && !type.startsWith('S')) return undefined;
  const characters = Number(type.slice(1));
  const width = characters * (isUnicode ? 4 : 1);
  const count = shape.reduce((product, length) => product * length, 1);
  if (characters > MAX_CHARACTERS || data.length < count * width || (characters === 0 && count > bytes.length)) {
    throw new AppError('damaged', `${fileName} is truncated: ${count} texts of ${characters} characters announced.`);
  }
  const words = Array.from({ length: count }, (_, index) => {
    const own = data.subarray(index * width, (index + 1) * width);
    return isUnicode ? unicode(own, isLittleEndian) : own.toString('latin1').replace(/\0.*$/s, '');
  });
  return { shape, words };
}

/** Four bytes for each character, filled up with zeros; what is no character is U+FFFD. */
function unicode(bytes: Buffer, isLittleEndian: boolean): string {
  let text = '';
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = isLittleEndian ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at);
    if (point === 0) break;
    text += point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
  }
  return text;
}
