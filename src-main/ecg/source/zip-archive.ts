import { closeSync, readSync } from 'node:fs';
import { constants, crc32, inflateRawSync } from 'node:zlib';
import type { Entry, ZipFile } from 'yauzl';
import yauzl from 'yauzl';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { openRegular } from './regular-file.ts';
import type { NotLookedAt } from './walk-folder.ts';
import { decimal } from '../../../src-shared/format/number.ts';

/** A zip that is safe to read: entries that lead or link out of it, or are encrypted, are none of its files. */
export interface ZipArchive {
  /** The files (not folders), sorted. */
  names: string[];
  /** Entries that are passed by, with the reason. */
  notLookedAt: NotLookedAt[];
  sizeBytes(name: string): number;
  /**
   * One file, unpacked. Throws AppError('damaged') for an entry that is broken or unpacks to more than it declares,
   * 'refused' where all that was read is too much.
   */
  read(name: string): Buffer;
  /** The first bytes of a file, at most `bytes`; its checksum is not checked. Throws AppError('damaged'). */
  readStart(name: string, bytes: number): Buffer;
  close(): void;
}

/** Above this, declared or actual, an archive is taken for a zip bomb. */
const MAX_UNPACKED_BYTES = 4 * 1024 ** 3;
const TAIL_BYTES = 8 * 1024 ** 2;
const SYMBOLIC_LINK = 0o120000;
const FILE_TYPE = 0o170000;

/**
 * Opens a zip and checks every entry before any is read. Throws AppError('not-found' | 'bad-input' | 'refused') that names
 * the file and the cure.
 */
export async function openZip(path: string): Promise<ZipArchive> {
  const { descriptor: file, bytes } = openRegular(path);
  try {
    const { entries, notLookedAt } = await checkedEntries(file, bytes, path);
    const entryOf = (name: string): Entry => {
      const entry = entries.get(name);
      if (entry === undefined) throw new AppError('not-found', `${path} has no entry "${name}".`);
      return entry;
    };
    let unpackedBytes = 0;
    let isOpen = true;
    return {
      names: [...entries.keys()].sort(),
      notLookedAt,
      sizeBytes: (name) => entries.get(name)?.uncompressedSize ?? 0,
      read: (name) => {
        const entry = entryOf(name);
        unpackedBytes += entry.uncompressedSize;
        if (unpackedBytes > MAX_UNPACKED_BYTES) throw tooLarge(path, unpackedBytes);
        return readEntry(file, entry, name);
      },
      readStart: (name, bytes) => startOfEntry(file, entryOf(name), name, bytes),
      close: () => {
        if (isOpen) closeSync(file);
        isOpen = false;
      },
    };
  } catch (error) {
    closeSync(file);
    throw error;
  }
}

/**
 * Reads the end of the file, where the list of entries is, in one go: yauzl asks for it in tens of thousands of pieces.
 */
class DirectoryReader extends yauzl.RandomAccessReader {
  readonly #file: number;
  readonly #tail: Buffer;
  readonly #tailAt: number;

  constructor(file: number, size: number) {
    super();
    this.#file = file;
    this.#tailAt = Math.max(0, size - TAIL_BYTES);
    this.#tail = Buffer.alloc(size - this.#tailAt);
    readSync(file, this.#tail, 0, this.#tail.length, this.#tailAt);
  }

  override read(into: Buffer, offset: number, length: number, position: number, done: (error: Error | null) => void) {
    const inTail = position - this.#tailAt;
    const isInTail = inTail >= 0 && inTail + length <= this.#tail.length;
    const got = isInTail
      ? this.#tail.copy(into, offset, inTail, inTail + length)
      : readSync(this.#file, into, offset, length, position);
    done(got === length ? null : new Error('unexpected end of file'));
  }
}

interface CheckedEntries {
  entries: Map<string, Entry>;
  notLookedAt: NotLookedAt[];
}

async function checkedEntries(file: number, size: number, path: string): Promise<CheckedEntries> {
  const entries = new Map<string, Entry>();
  const passedBy = new Map<string, string>();
  let zip: ZipFile | undefined;
  try {
    zip = await yauzl.fromRandomAccessReaderPromise(new DirectoryReader(file, size), size, {
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: false,
    });
    let declaredBytes = 0;
    for await (const entry of zip.eachEntry()) {
      const { generalPurposeBitFlag: flags, fileNameRaw, extraFields } = entry;
      const name = yauzl.getFileNameLowLevel(flags, fileNameRaw, extraFields, true);
      const why = entries.has(name) || passedBy.has(name) ? 'the archive has it twice' : whyUnsafe(entry, name);
      if (why !== undefined) {
        entries.delete(name);
        passedBy.set(name, why);
        continue;
      }
      declaredBytes += entry.uncompressedSize;
      if (declaredBytes > MAX_UNPACKED_BYTES) throw tooLarge(path, declaredBytes);
      if (!name.endsWith('/')) entries.set(name, entry);
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    const text = `${path} is not a zip archive that can be read, or it is truncated (${why}). Get it again.`;
    throw new AppError('bad-input', text, undefined, { cause });
  } finally {
    zip?.close();
  }
  const notLookedAt = [...passedBy].map(([place, why]) => ({ place, why }));
  const [first] = notLookedAt;
  if (entries.size === 0 && first) {
    throw new AppError('refused', `${path} is refused: no entry can be read, "${first.place}" because ${first.why}.`);
  }
  return { entries, notLookedAt };
}

function whyUnsafe(entry: Entry, name: string): string | undefined {
  if (name.includes('\\')) return 'it has a backslash in its name';
  if (name.startsWith('/') || /^[a-zA-Z]:/.test(name)) return 'it has an absolute path';
  if (name.split('/').includes('..')) return 'it leads out of the archive';
  if (name.includes('\0')) return 'it has a zero byte in its name';
  if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === SYMBOLIC_LINK) return 'it is a symbolic link';
  if (entry.isEncrypted()) return 'it is encrypted: unpack the archive and give the folder';
  if (entry.uncompressedSize > MAX_UNPACKED_BYTES) return 'it declares to be over 4 GB';
  return undefined;
}

function readEntry(file: number, entry: Entry, name: string): Buffer {
  checkMethod(entry, name);
  // Deflate adds next to nothing to what it cannot shrink, so this entry unpacks to more than it declares.
  if (entry.compressedSize > entry.uncompressedSize * 1.01 + 1024) throw liar(entry, name);
  const packed = packedBytes(file, entry, name);
  let bytes = packed;
  if (entry.compressionMethod === 8) {
    try {
      // One byte more than declared is enough to catch an entry that unpacks to more.
      bytes = inflateRawSync(packed, { maxOutputLength: entry.uncompressedSize + 1 });
    } catch (cause) {
      if (cause instanceof RangeError) throw liar(entry, name);
      throw broken(name, cause);
    }
  }
  if (bytes.length > entry.uncompressedSize) throw liar(entry, name);
  if (bytes.length < entry.uncompressedSize || crc32(bytes) !== entry.crc32) {
    throw new AppError('damaged', `${name} does not match its checksum: the archive is damaged there.`);
  }
  return bytes;
}

function startOfEntry(file: number, entry: Entry, name: string, bytes: number): Buffer {
  checkMethod(entry, name);
  // Where nothing can be shrunk, deflate needs a little more than it yields: the tables of its codes.
  const packed = packedBytes(file, entry, name, Math.min(entry.compressedSize, bytes + 1024));
  if (entry.compressionMethod !== 8) return packed.subarray(0, bytes);
  // Flushed, what was cut off gives all that it has instead of an error.
  const options = { finishFlush: constants.Z_SYNC_FLUSH };
  try {
    return inflateRawSync(packed, options).subarray(0, bytes);
  } catch (cause) {
    throw broken(name, cause);
  }
}

function checkMethod(entry: Entry, name: string): void {
  if (entry.canDecodeFileData()) return;
  throw new AppError('damaged', `${name} is packed with method ${entry.compressionMethod}, which is not supported.`);
}

function broken(name: string, cause: unknown): AppError {
  return new AppError('damaged', `${name} cannot be unpacked: the archive is damaged there.`, undefined, { cause });
}

function packedBytes(file: number, entry: Entry, name: string, length = entry.compressedSize): Buffer {
  // The local header repeats the name and has extra fields of its own length; one read usually gets all of it.
  const offset = entry.relativeOffsetOfLocalHeader;
  const misplaced = new AppError('damaged', `${name} is not where the archive says: the archive is damaged there.`);
  // An offset of 64 bits can lie beyond what any file has, and what a number holds.
  if (!Number.isSafeInteger(offset + length)) throw misplaced;
  const guess = 30 + entry.fileNameLength + entry.extraFieldLength + 64;
  const first = Buffer.allocUnsafe(guess + length);
  const bytesRead = readSync(file, first, 0, first.length, offset);
  if (bytesRead < 30 || first.readUInt32LE(0) !== 0x04034b50) throw misplaced;
  const start = 30 + first.readUInt16LE(26) + first.readUInt16LE(28);
  if (start + length <= bytesRead) return first.subarray(start, start + length);
  const again = Buffer.allocUnsafe(length);
  const more = readSync(file, again, 0, again.length, offset + start);
  if (more < again.length) throw misplaced;
  return again;
}

function liar({ uncompressedSize }: Entry, name: string): AppError {
  const text = `${name} unpacks to more than the ${uncompressedSize} bytes that it declares: the archive lies there.`;
  return new AppError('damaged', text);
}

function tooLarge(path: string, bytes: number): AppError {
  const text = `${path} is refused: it unpacks to ${decimal(bytes / 1024 ** 3, 1)} GB or more, and 4 GB is the limit (a zip bomb does that).`;
  return new AppError('refused', `${text} Unpack it yourself and give the folder if you trust it.`);
}
