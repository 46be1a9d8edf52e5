import { closeSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { openZip } from './zip-archive.ts';

/**
 * The files of a dataset, sorted, in an archive or on disk. Paths have forward slashes, relative to archive or folder.
 */
export interface DatasetSource {
  path: string;
  kind: 'zip' | 'folder' | 'file';
  files: ReadonlySet<string>;
  /** The first bytes of a file, at most `bytes`, by which formats are recognised. Throws AppError('damaged'). */
  readStart(file: string, bytes: number): Buffer;
  /** One file. Throws AppError('damaged') where it is over `maxBytes` or cannot be read, 'refused' for an unsafe archive. */
  read(file: string, maxBytes: number): Buffer;
  close(): void;
}

/** A folder is searched this deep below itself: PhysioNet's own folders are at most two levels deep. */
const MAX_DEPTH = 3;
const MAX_FILES = 2_000_000;

/**
 * Opens a zip archive, a folder or a single file for reading. Throws AppError('not-found' | 'bad-input' | 'refused') that names
 * what is wrong and the cure.
 */
export async function openDataset(path: string): Promise<DatasetSource> {
  const info = reading(path, () => statSync(path, { throwIfNoEntry: false }));
  if (info === undefined) {
    throw new AppError(
      'not-found',
      `${path} does not exist: give a zip archive or the folder that it was unpacked to.`,
    );
  }
  if (info.isDirectory()) return openFolder(path);
  return isArchive(path) ? await openArchive(path) : openFile(path);
}

/** By name or content, so that both a damaged archive and one with another extension are recognised. */
function isArchive(path: string): boolean {
  return path.toLowerCase().endsWith('.zip') || reading(path, () => firstBytes(path, 2)).toString('latin1') === 'PK';
}

async function openArchive(path: string): Promise<DatasetSource> {
  const zip = await openZip(path);
  return {
    path,
    kind: 'zip',
    files: new Set(zip.names.filter(isDatasetFile)),
    read: (file, maxBytes) => {
      checkSize(file, zip.sizeBytes(file), maxBytes);
      return zip.read(file);
    },
    readStart: (file, bytes) => zip.readStart(file, bytes),
    close: () => {
      zip.close();
    },
  };
}

function openFolder(path: string): DatasetSource {
  const files: string[] = [];
  const visit = (folder: string, depth: number): void => {
    const whole = join(path, folder);
    for (const entry of reading(whole, () => readdirSync(whole, { withFileTypes: true }))) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (depth < MAX_DEPTH) visit(file, depth + 1);
      } else {
        files.push(file);
      }
      if (files.length > MAX_FILES) throw new AppError('bad-input', `${path} holds over ${MAX_FILES} files.`);
    }
  };
  visit('', 0);
  const at = (file: string): string => join(path, ...file.split('/'));
  return { path, kind: 'folder', files: new Set(files.filter(isDatasetFile).sort()), ...onDisk(at) };
}

function openFile(path: string): DatasetSource {
  return { path, kind: 'file', files: new Set([basename(path)]), ...onDisk(() => path) };
}

/** Reads files on disk, at `at(file)`. */
function onDisk(at: (file: string) => string): Pick<DatasetSource, 'read' | 'readStart' | 'close'> {
  return {
    read: (file, maxBytes) =>
      readable(file, () => {
        checkSize(file, statSync(at(file)).size, maxBytes);
        return readFileSync(at(file));
      }),
    readStart: (file, bytes) => readable(file, () => firstBytes(at(file), bytes)),
    close: () => undefined,
  };
}

function readable(file: string, work: () => Buffer): Buffer {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('damaged', `${file} cannot be read (${why}).`, undefined, { cause });
  }
}

function firstBytes(path: string, bytes: number): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const start = Buffer.alloc(bytes);
    return start.subarray(0, readSync(descriptor, start, 0, bytes, 0));
  } finally {
    closeSync(descriptor);
  }
}

/** A folder that cannot be listed is not skipped silently: its records would be missing. */
function reading<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const cure = 'Change its permissions, or copy the dataset without it and import the copy.';
    throw new AppError('bad-input', `${path} cannot be read (${why}). ${cure}`, undefined, { cause });
  }
}

/** macOS adds a companion for every file to archives and folders; those are not records. */
function isDatasetFile(file: string): boolean {
  return !file.startsWith('__MACOSX/') && !(file.split('/').at(-1) ?? '').startsWith('._');
}

function checkSize(file: string, bytes: number, maxBytes: number): void {
  if (bytes > maxBytes) {
    const megabytes = (n: number): string => `${Math.ceil(n / 1024 ** 2)} MB`;
    throw new AppError(
      'damaged',
      `${file} is too large for a file of its kind (${megabytes(bytes)} of ${megabytes(maxBytes)}).`,
    );
  }
}
