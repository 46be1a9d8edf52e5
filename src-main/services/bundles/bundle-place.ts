import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { count } from '../../../src-shared/format/number.ts';
import { lookInto } from '../../db/sqlite/look-into.ts';
import { databaseBytes } from '../../db/sqlite/database-bytes.ts';
import { openRegular } from '../../ecg/source/regular-file.ts';
import { makePrivateFolder } from '../workspace/private-folder.ts';
import { bundleContent } from './inspect-bundle.ts';

/** Permission to write for anybody: without it a file is not written even by whoever may write all. */
const WRITE = 0o222;

/**
 * Where the answers to a bundle are kept: in the file itself; where it or its folder cannot be written (a write-protected
 * stick, a CD, a mail's attachment), in a copy of it in this folder, named after the bundle, which is gone on with next
 * time. Throws AppError 'not-found', 'bad-input' (no file), 'damaged', 'storage'.
 */
export function writablePlace(path: string, otherwiseIn: string): { path: string; isCopy: boolean } {
  closeSync(openRegular(path).descriptor);
  if (isWritable(path) && isWritable(dirname(path))) return { path, isCopy: false };
  checkWhole(path);
  const { bundleId } = lookInto(path, bundleContent);
  const [stem] = basename(path).split('.equipoise');
  const copy = join(otherwiseIn, `${stem}-${bundleId.slice(0, 8)}.equipoise`);
  if (existsSync(copy)) return { path: copy, isCopy: true };
  try {
    makePrivateFolder(otherwiseIn);
    copyFileSync(path, `${copy}.part`);
    chmodSync(`${copy}.part`, 0o600);
    renameSync(`${copy}.part`, copy);
  } catch (error) {
    rmSync(`${copy}.part`, { force: true });
    throw new AppError(
      'storage',
      `${path} cannot be written, and ${otherwiseIn}, where the answers would be kept instead, neither (${(error as NodeJS.ErrnoException).code}). Copy the file to a folder that you can write, and open it there.`,
      {},
      { cause: error },
    );
  }
  return { path: copy, isCopy: true };
}

/** Throws AppError 'damaged' for a file that was cut, as by a copy that was interrupted, or that is no database. */
export function checkWhole(path: string): void {
  const { size } = statSync(path);
  const expected = databaseBytes(path);
  if (expected > 0 && size >= expected) return;
  const what = expected === 0 ? 'is no .equipoise file' : `was cut: it has ${count(size)} of ${count(expected)} bytes`;
  throw new AppError('damaged', `${path} ${what}. Copy it once more, or ask whoever sent it for another.`, { path });
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return process.platform === 'win32' || (statSync(path).mode & WRITE) !== 0;
  } catch {
    return false;
  }
}
