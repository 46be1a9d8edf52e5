import { writeFileSync } from 'node:fs';
import { AppError } from '../../../../src-shared/errors/app-error.ts';

/** Throws AppError 'storage' with the path where it cannot be written. */
export function writeText(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (cause) {
    throw new AppError('storage', `${path} cannot be written. ${AppError.from(cause).message}`, undefined, { cause });
  }
}
