import { writeFileSync } from 'node:fs';
import { AppError } from '../../../../src-shared/errors/app-error.ts';

/** Throws AppError 'storage' with the path where it cannot be written. */
export function writeText(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content);
  } catch (cause) {
    throw new AppError('storage', `${path} cannot be written. ${AppError.from(cause).message}`, undefined, { cause });
  }
}
