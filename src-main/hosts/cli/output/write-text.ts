import { mkdirSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { AppError } from '../../../../src-shared/errors/app-error.ts';

/**
 * Writes a file, whole or not at all: under another name at first, unless something that is no file stands there, such as
 * /dev/stdout. Throws AppError 'storage' with the path where it cannot be written.
 */
export function writeText(path: string, content: string | Uint8Array): void {
  orSay(path, () => {
    const there = statSync(path, { throwIfNoEntry: false });
    if (there?.isFile() === false) writeFileSync(path, content);
    else replaceFile(there ? realpathSync(path) : path, content);
  });
}

/** Makes a folder for files, if it is not there. Throws AppError 'storage' with its path where it cannot be made. */
export function makeFolder(path: string): void {
  orSay(path, () => mkdirSync(path, { recursive: true }));
}

function replaceFile(path: string, content: string | Uint8Array): void {
  const unfinished = `${path}.part`;
  try {
    writeFileSync(unfinished, content);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function orSay(path: string, write: () => void): void {
  try {
    write();
  } catch (cause) {
    throw new AppError('storage', `${path} cannot be written. ${AppError.from(cause).message}`, undefined, { cause });
  }
}
