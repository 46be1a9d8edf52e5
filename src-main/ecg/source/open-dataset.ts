import { statSync, type Stats } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { baseName } from './file-name.ts';
import { readRegular, startOfRegular } from './regular-file.ts';
import { walkFolder, type NotLookedAt } from './walk-folder.ts';
import { openZip } from './zip-archive.ts';

/**
 * The files of a dataset, sorted, in an archive or on disk. Paths have forward slashes, relative to archive or folder.
 */
export interface DatasetSource {
  path: string;
  kind: 'zip' | 'folder' | 'file';
  files: ReadonlySet<string>;
  /** What is not among the files, though it is there. */
  notLookedAt: readonly NotLookedAt[];
  /** The first bytes of a file, at most `bytes`, by which formats are recognised. Throws AppError('damaged'). */
  readStart(file: string, bytes: number): Buffer;
  /** One file. Throws AppError('damaged') where it is over `maxBytes` or cannot be read, 'refused' for an unsafe archive. */
  read(file: string, maxBytes: number): Buffer;
  close(): void;
}

/**
 * Opens a zip archive, a folder or a single file for reading. Throws AppError('not-found' | 'bad-input' | 'refused') that names
 * what is wrong and the cure.
 */
export async function openDataset(path: string): Promise<DatasetSource> {
  const info = found(path);
  if (info === undefined) {
    throw new AppError(
      'not-found',
      `${path} does not exist: give a zip archive or the folder that it was unpacked to.`,
    );
  }
  if (info.isDirectory()) return openFolder(path);
  return isArchive(path) ? await openArchive(path) : openFile(path);
}

function found(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const cure = 'Change its permissions, or give another.';
    throw new AppError('bad-input', `${path} cannot be read (${code}). ${cure}`, undefined, { cause });
  }
}

/** By name or content, so that both a damaged archive and one with another extension are recognised. */
function isArchive(path: string): boolean {
  return startOfRegular(path, 2).toString('latin1') === 'PK' || path.toLowerCase().endsWith('.zip');
}

async function openArchive(path: string): Promise<DatasetSource> {
  const zip = await openZip(path);
  const own = withoutCompanions(zip.names);
  return {
    path,
    kind: 'zip',
    files: own.files,
    notLookedAt: [...zip.notLookedAt, ...own.notLookedAt],
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
  const { files, notLookedAt } = walkFolder(path);
  const at = (file: string): string => join(path, ...file.split('/'));
  const own = withoutCompanions(files);
  return { path, kind: 'folder', files: own.files, notLookedAt: [...notLookedAt, ...own.notLookedAt], ...onDisk(at) };
}

function openFile(path: string): DatasetSource {
  return { path, kind: 'file', files: new Set([basename(path)]), notLookedAt: [], ...onDisk(() => path) };
}

/** Reads files on disk, at `at(file)`. */
function onDisk(at: (file: string) => string): Pick<DatasetSource, 'read' | 'readStart' | 'close'> {
  return {
    read: (file, maxBytes) => damagedOnly(() => readRegular(at(file), maxBytes)),
    readStart: (file, bytes) => damagedOnly(() => startOfRegular(at(file), bytes)),
    close: () => undefined,
  };
}

/** What one file of a dataset is costs no more than its record. */
function damagedOnly(work: () => Buffer): Buffer {
  try {
    return work();
  } catch (cause) {
    throw new AppError('damaged', AppError.from(cause).message, undefined, { cause });
  }
}

/** macOS adds a companion for every file to archives and folders; those are not records. */
function withoutCompanions(names: readonly string[]): Pick<DatasetSource, 'files' | 'notLookedAt'> {
  const isCompanion = (file: string): boolean => file.startsWith('__MACOSX/') || baseName(file).startsWith('._');
  return {
    files: new Set(names.filter((file) => !isCompanion(file))),
    notLookedAt: names.filter(isCompanion).map((place) => ({ place, why: 'it is a companion that macOS adds' })),
  };
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
