import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { AppError } from '../../../src-shared/errors/app-error.ts';

/** Opening a pipe waits for somebody who writes into it, unless this is asked for; Windows has neither. */
const WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const MEGABYTE = 1024 ** 2;

/**
 * Opens a regular file for reading, itself or behind a link; the caller closes it. Throws AppError 'not-found' where
 * nothing can be opened, 'bad-input' for what is no file: a folder, or a pipe, a socket or a device, which may never end.
 */
export function openRegular(path: string): { descriptor: number; bytes: number } {
  const descriptor = opened(path);
  try {
    const found = fstatSync(descriptor);
    if (!found.isFile()) throw notAFile(path, found);
    return { descriptor, bytes: found.size };
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** The whole file. Throws AppError as `openRegular` does, and 'bad-input' beyond `maxBytes`. */
export function readRegular(path: string, maxBytes: number): Buffer {
  return reading(path, (descriptor, bytes) => {
    if (bytes > maxBytes) {
      const [has, may] = [bytes, maxBytes].map((n) => `${Math.ceil(n / MEGABYTE)} MB`);
      throw new AppError('bad-input', `${path} is too large for a file of its kind (${has}; at most ${may}).`);
    }
    return readUpTo(descriptor, bytes);
  });
}

/** Its first bytes, at most `bytes`. Throws AppError as `openRegular` does. */
export function startOfRegular(path: string, bytes: number): Buffer {
  return reading(path, (descriptor) => readUpTo(descriptor, bytes));
}

/** What there is in the place of a file: 'folder', 'pipe', 'socket' or 'device'. */
export function kindOf(found: Pick<Stats, 'isDirectory' | 'isFIFO' | 'isSocket'>): string {
  if (found.isDirectory()) return 'folder';
  if (found.isFIFO()) return 'pipe';
  return found.isSocket() ? 'socket' : 'device';
}

function opened(path: string): number {
  try {
    // Looked at before it is opened: some devices do something when they are.
    const found = statSync(path);
    if (!found.isFile()) throw notAFile(path, found);
    return openSync(path, WITHOUT_WAITING);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const why = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new AppError('not-found', `${path} cannot be opened (${why}). Is the name right?`, undefined, { cause });
  }
}

function notAFile(path: string, found: Stats): AppError {
  return new AppError('bad-input', `${path} is a ${kindOf(found)}, not a file. Give a file.`);
}

function reading(path: string, work: (descriptor: number, bytes: number) => Buffer): Buffer {
  const { descriptor, bytes } = openRegular(path);
  try {
    return work(descriptor, bytes);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const why = (cause as NodeJS.ErrnoException).code ?? 'unknown reason';
    throw new AppError('damaged', `${path} cannot be read (${why}).`, undefined, { cause });
  } finally {
    closeSync(descriptor);
  }
}

function readUpTo(descriptor: number, bytes: number): Buffer {
  const whole = Buffer.alloc(bytes);
  let at = 0;
  while (at < bytes) {
    const got = readSync(descriptor, whole, at, bytes - at, at);
    if (got === 0) break;
    at += got;
  }
  return whole.subarray(0, at);
}
