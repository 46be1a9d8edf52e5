import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { NpyArray } from './npy.ts';
import { readNpy, writeNpy } from './npy.ts';
import { readRegular } from '../source/regular-file.ts';
import { openZip } from '../source/zip-archive.ts';

const LOCAL_SIGNATURE = 0x04034b50;
const CENTRAL_SIGNATURE = 0x02014b50;
const END_SIGNATURE = 0x06054b50;
/** 1 January 1980, the earliest date of the format: the same arrays give the same bytes on any day. */
const DOS_DATE = 0x0021;
const LIMIT_BYTES = 0xffffffff;
/** Of all arrays that are read from a file. The network of the paper has 44 MB in double precision. */
const MAX_BYTES = 512 * 1024 ** 2;

/**
 * Writes arrays as a NumPy .npz (a stored zip with one `name.npy` each), one array in memory at a time.
 * Same arrays, same bytes. Throws AppError('bad-input') beyond 4 GB, AppError('storage') where the disk fails.
 */
export async function writeNpz(path: string, arrays: Record<string, NpyArray>): Promise<void> {
  try {
    await pipeline(Readable.from(npzParts(path, arrays), { objectMode: false }), createWriteStream(path));
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const { message } = AppError.from(cause);
    throw new AppError('storage', `${path} cannot be written. ${message}`, undefined, { cause });
  }
}

function* npzParts(path: string, arrays: Record<string, NpyArray>): Generator<Buffer> {
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, array] of Object.entries(arrays)) {
    const data = writeNpy(array);
    const fileName = Buffer.from(`${name}.npy`);
    const header = localHeader(fileName, data);
    central.push(centralHeader(fileName, data, offset), fileName);
    offset += header.length + fileName.length + data.length;
    if (offset > LIMIT_BYTES) throw new AppError('bad-input', `${path} would be over 4 GB: export fewer records.`);
    yield Buffer.concat([header, fileName]);
    yield data;
  }
  const directory = Buffer.concat(central);
  yield directory;
  yield endRecord(central.length / 2, directory.length, offset);
}

/**
 * Reads the arrays of a .npz that are needed, stored or deflated; the others are neither unpacked nor understood. Throws
 * AppError as `openZip` and `readNpy` do.
 */
export async function readNpz(
  path: string,
  isNeeded: (name: string) => boolean = () => true,
): Promise<Record<string, NpyArray>> {
  const zip = await openZip(path);
  try {
    // Without a prototype: an array may be called `constructor`.
    const arrays = Object.create(null) as Record<string, NpyArray>;
    let bytesLeft = MAX_BYTES;
    const passedBy = zip.notLookedAt.find(({ place }) => place.endsWith('.npy') && isNeeded(place.slice(0, -4)));
    if (passedBy) throw new AppError('damaged', `${path}/${passedBy.place} is not read, because ${passedBy.why}.`);
    for (const name of zip.names) {
      const array = name.slice(0, -4);
      if (!name.endsWith('.npy') || !isNeeded(array)) continue;
      bytesLeft -= zip.sizeBytes(name);
      if (bytesLeft < 0) {
        const text = `The arrays of ${path} up to ${name} take over ${MAX_BYTES / 1024 ** 2} MB, too large for them.`;
        throw new AppError('damaged', text);
      }
      arrays[array] = readNpy(zip.read(name), `${path}/${name}`);
    }
    return arrays;
  } finally {
    zip.close();
  }
}

/** Reads one .npy file. Throws AppError as `readRegular` and `readNpy` do. */
export function readNpyFile(path: string): NpyArray {
  return readNpy(readRegular(path, MAX_BYTES), path);
}

function localHeader(fileName: Buffer, data: Buffer): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(LOCAL_SIGNATURE, 0);
  writeCommon(header, 4, fileName, data);
  return header;
}

function centralHeader(fileName: Buffer, data: Buffer, at: number): Buffer {
  const header = Buffer.alloc(46);
  header.writeUInt32LE(CENTRAL_SIGNATURE, 0);
  header.writeUInt16LE(20, 4);
  writeCommon(header, 6, fileName, data);
  header.writeUInt32LE(at, 42);
  return header;
}

/** The fields that the local and the central header share, from "version needed" to "extra field length". */
function writeCommon(header: Buffer, at: number, fileName: Buffer, data: Buffer): void {
  header.writeUInt16LE(20, at);
  header.writeUInt16LE(DOS_DATE, at + 8);
  header.writeUInt32LE(crc32(data), at + 10);
  header.writeUInt32LE(data.length, at + 14);
  header.writeUInt32LE(data.length, at + 18);
  header.writeUInt16LE(fileName.length, at + 22);
}

function endRecord(count: number, bytes: number, at: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(END_SIGNATURE, 0);
  record.writeUInt16LE(count, 8);
  record.writeUInt16LE(count, 10);
  record.writeUInt32LE(bytes, 12);
  record.writeUInt32LE(at, 16);
  return record;
}
