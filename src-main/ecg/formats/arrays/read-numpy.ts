import { inflateRawSync } from 'node:zlib';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import { readNpy } from '../../numpy/npy.ts';
import { isNpy, readNpyHeader } from '../../numpy/npy-header.ts';
import { readNpyTexts } from '../../numpy/npy-texts.ts';
import { columnMajor, rowMajor, type ArrayFile, type NamedArray } from './named-array.ts';

const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const MOST_ARRAYS = 1000;
/** Unpacked, of what the file has. ECGs of 16 bits deflate to about half. */
const MOST_GROWTH = 10;

/** The arrays of a .npy or .npz file. Throws AppError('damaged' | 'bad-input') that names the file. */
export function readNumpy(bytes: Buffer, fileName: string): ArrayFile {
  if (isNpy(bytes)) return { ...gathered([{ name: '', bytes }], fileName), sourceFormat: 'NumPy .npy' };
  return { ...gathered(entriesOf(bytes, fileName), fileName), sourceFormat: 'NumPy .npz' };
}

interface Entry {
  name: string;
  bytes: Buffer;
}

function gathered(entries: readonly Entry[], fileName: string): Pick<ArrayFile, 'arrays' | 'texts'> {
  const arrays: NamedArray[] = [];
  const texts = new Map<string, string[]>();
  for (const { name, bytes } of entries) {
    const where = name === '' ? fileName : `${fileName}/${excerpt(name)}.npy`;
    const words = readNpyTexts(bytes, where)?.words;
    if (words !== undefined) texts.set(name, words);
    else if (entries.length === 1 || !readNpyHeader(bytes, where).type.startsWith('O'))
      arrays.push(numbersOf(name, bytes, where));
  }
  return { arrays, texts };
}

function numbersOf(name: string, bytes: Buffer, where: string): NamedArray {
  const { shape, data, isFortran } = readNpy(bytes, where, { fortran: true });
  const values =
    data instanceof BigInt64Array || data instanceof BigUint64Array ? Float64Array.from(data, Number) : data;
  return { name, shape, values, strides: isFortran === true ? columnMajor(shape) : rowMajor(shape) };
}

/** The .npy entries of a zip in memory, stored or deflated, from its central directory. */
function entriesOf(bytes: Buffer, fileName: string): Entry[] {
  const broken = (why: string): AppError => new AppError('damaged', `${fileName} cannot be read as .npz: ${why}`);
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0 || end + 22 > bytes.length || bytes.readUInt32LE(end) !== END)
    throw broken('its list of arrays is missing');
  const count = bytes.readUInt16LE(end + 10);
  if (count > MOST_ARRAYS) throw broken(`it holds ${count} arrays`);
  let at = bytes.readUInt32LE(end + 16);
  let bytesLeft = MOST_GROWTH * bytes.length + 65_536;
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) throw broken('its list of arrays is damaged');
    const [method, packed, size] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 24),
    ];
    const nameBytes = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameBytes);
    const local = bytes.readUInt32LE(at + 42);
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (!name.endsWith('.npy')) continue;
    bytesLeft -= size;
    if (bytesLeft < 0) throw broken('it unpacks to over ten times its size');
    if (local + 30 > bytes.length) throw broken(`${excerpt(name)} is not where it should be`);
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const own = bytes.subarray(start, start + packed);
    const unpacked = method === 0 ? own : method === 8 ? inflated(own, size) : undefined;
    if (unpacked?.length !== size) throw broken(`${excerpt(name)} cannot be unpacked`);
    entries.push({ name: name.slice(0, -4), bytes: unpacked });
  }
  return entries;
}

function inflated(packed: Buffer, size: number): Buffer | undefined {
  try {
    return inflateRawSync(packed, { maxOutputLength: size + 1 });
  } catch {
    return undefined;
  }
}
