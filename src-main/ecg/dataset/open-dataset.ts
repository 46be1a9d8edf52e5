import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { openZip } from './zip-archive.ts';

/** The files of a dataset, sorted, wherever they lie. Paths have forward slashes and begin at the archive or folder. */
export interface DatasetSource {
  path: string;
  kind: 'zip' | 'folder';
  files: ReadonlySet<string>;
  /** One file. Throws AppError('damaged') where it is over `maxBytes` or cannot be read, 'refused' for an unsafe archive. */
  read(file: string, maxBytes: number): Buffer;
  close(): void;
}

/** A folder is searched this deep below itself: PhysioNet's own folders are at most two levels deep. */
const MAX_DEPTH = 3;
const MAX_FILES = 2_000_000;

/**
 * Opens a zip archive or a folder for reading. Throws AppError('not-found' | 'bad-input' | 'refused') that names what is wrong
 * and the cure.
 */
export async function openDataset(path: string): Promise<DatasetSource> {
  const info = reading(path, () => statSync(path, { throwIfNoEntry: false }));
  if (info === undefined) {
    throw new AppError(
      'not-found',
      `${path} is not there: give training2017.zip or the folder that it was unpacked to.`,
    );
  }
  return info.isDirectory() ? openFolder(path) : await openArchive(path);
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
    close: () => {
      zip.close();
    },
  };
}

function openFolder(path: string): DatasetSource {
  const files: string[] = [];
  const visit = (folder: string, depth: number): void => {
    const place = join(path, folder);
    for (const entry of reading(place, () => readdirSync(place, { withFileTypes: true }))) {
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
  return {
    path,
    kind: 'folder',
    files: new Set(files.filter(isDatasetFile).sort()),
    read: (file, maxBytes) => {
      const place = join(path, ...file.split('/'));
      try {
        checkSize(file, statSync(place).size, maxBytes);
        return readFileSync(place);
      } catch (cause) {
        if (cause instanceof AppError) throw cause;
        const why = cause instanceof Error ? cause.message : String(cause);
        throw new AppError('damaged', `${file} cannot be read (${why}).`, undefined, { cause });
      }
    },
    close: () => undefined,
  };
}

/** A folder that cannot be listed is not left out in silence: its records would be missing. */
function reading<T>(place: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const cure = 'Change its permissions, or copy the dataset without it and import the copy.';
    throw new AppError('bad-input', `${place} cannot be read (${why}). ${cure}`, undefined, { cause });
  }
}

/** macOS puts copies of every name into archives and folders; they are no records. */
function isDatasetFile(file: string): boolean {
  return !file.startsWith('__MACOSX/') && !(file.split('/').at(-1) ?? '').startsWith('._');
}

function checkSize(file: string, bytes: number, maxBytes: number): void {
  if (bytes > maxBytes) {
    const megabytes = (n: number): string => `${Math.ceil(n / 1024 ** 2)} MB`;
    throw new AppError(
      'damaged',
      `${file} is too large for what it is (${megabytes(bytes)} of ${megabytes(maxBytes)}).`,
    );
  }
}
