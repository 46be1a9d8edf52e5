import { statSync, type Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { FolderListing } from '../../../src-shared/contract/files.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { userPath } from './user-path.ts';

const MOST_ENTRIES = 1000;

/**
 * The folders and files in a folder, or beside a file; without one, in the home folder. What is neither (a pipe, a
 * device) and what is hidden is left out. Throws AppError 'not-found' if it cannot be listed.
 */
export async function browseFolder(typed?: string): Promise<FolderListing> {
  const path = userPath(typed === undefined || typed.trim() === '' ? homedir() : typed.trim());
  const folder = isFile(path) ? dirname(path) : path;
  const found = await read(folder);
  const shown = found.filter(({ name }) => !name.startsWith('.'));
  const entries = await Promise.all(shown.slice(0, MOST_ENTRIES).map((entry) => describe(folder, entry)));
  return {
    folder,
    above: dirname(folder) === folder ? null : dirname(folder),
    entries: entries
      .filter((entry) => entry !== undefined)
      .sort((a, b) => Number(b.isFolder) - Number(a.isFolder) || a.name.localeCompare(b.name, 'en', { numeric: true })),
    leftOut: Math.max(0, shown.length - MOST_ENTRIES),
  };
}

async function read(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new AppError(
      'not-found',
      `The folder ${folder} cannot be listed (${code}). Choose another.`,
      {},
      { cause: error },
    );
  }
}

async function describe(folder: string, entry: Dirent): Promise<FolderListing['entries'][number] | undefined> {
  const path = join(folder, entry.name);
  const what = entry.isSymbolicLink() ? await stat(path).catch(() => undefined) : entry;
  if (what === undefined || !(what.isDirectory() || what.isFile())) return undefined;
  return { name: entry.name, path, isFolder: what.isDirectory() };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
