import { createHash } from 'node:crypto';
import { cpSync, createReadStream, existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readRegular } from '../../ecg/source/regular-file.ts';
import { modelFilesOf } from '../../ml/files/read-model.ts';

const MOST_BYTES = 1024 ** 3;
const BYTES_AT_ONCE = 2 ** 20;

/** Hashes of folders, with what the system says of their files: it changes whenever one of them is written. */
const known = new Map<string, { stamp: string; sha256: string }>();
/** File systems tell moments that are nearer than this apart by luck. */
const TOO_NEW_MS = 1000;

/**
 * SHA-256 of model.json and the weights: what an attack's provenance names. Throws AppError where one of the files cannot
 * be read. Files that have not been written since are not read again: 11 MB stop main for 50 ms.
 */
export function hashModel(folder: string): string {
  const names = hashedFiles(folder);
  const files = names.map((name) => statSync(join(folder, name), { bigint: true, throwIfNoEntry: false }));
  const stamp = files
    .map((file) => file && [file.dev, file.ino, file.size, file.mtimeNs, file.ctimeNs].join(' '))
    .join();
  const before = known.get(folder);
  if (before?.stamp === stamp) return before.sha256;
  const hash = createHash('sha256');
  for (const name of names) hash.update(readRegular(join(folder, name), MOST_BYTES));
  const sha256 = hash.digest('hex');
  const isOld = files.every((file) => file && Date.now() - Number(file.ctimeMs) > TOO_NEW_MS);
  if (isOld) known.set(folder, { stamp, sha256 });
  return sha256;
}

/** The same, with others answered in between. */
export async function hashModelInPieces(folder: string): Promise<string> {
  const hash = createHash('sha256');
  for (const name of hashedFiles(folder))
    for await (const piece of createReadStream(join(folder, name), { highWaterMark: BYTES_AT_ONCE }))
      hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** In the order of names, as it always was. */
export function hashedFiles(folder: string): string[] {
  const weights = readdirSync(folder).filter((name) => name.endsWith('.bin'));
  return [...new Set([...modelFilesOf(folder), ...weights])].sort();
}

/** Puts a new folder in the place of a possible old one; whatever fails, one of them is there, complete. */
export function replaceFolder(from: string, to: string): void {
  arrive(from, to);
  takePlace(to);
}

/**
 * The same for the folder of a model whose row `store` stores, from the folder that it is given: if that fails, the old
 * folder stays. A program that is killed in between leaves `<to>.new`, of which the row tells whether it counts (see
 * finishReplacements).
 */
export async function replaceStored(from: string, to: string, store: (made: string) => Promise<void>): Promise<void> {
  const made = arrive(from, to);
  try {
    await store(made);
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    throw error;
  }
  takePlace(to);
}

/** Moves it beside where it belongs. Returns where it is now. */
function arrive(from: string, to: string): string {
  const arrived = arrivedAt(to);
  rmSync(arrived, { recursive: true, force: true });
  try {
    renameSync(from, arrived);
  } catch (error) {
    // Another volume (a mounted temporary folder): copy instead.
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    cpSync(from, arrived, { recursive: true });
  }
  return arrived;
}

/** Lets what has arrived take the place of a possible old folder; may be repeated after it was cut short. */
export function takePlace(to: string): void {
  const old = `${to}.old`;
  if (existsSync(to)) {
    rmSync(old, { recursive: true, force: true });
    renameSync(to, old);
  }
  try {
    renameSync(arrivedAt(to), to);
  } catch (error) {
    if (existsSync(old)) renameSync(old, to);
    throw error;
  }
  rmSync(old, { recursive: true, force: true });
}

/** Where a folder waits until it takes its place. */
export const ARRIVED = '.new';

const arrivedAt = (to: string): string => `${to}${ARRIVED}`;
