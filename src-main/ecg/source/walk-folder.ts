import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, sep } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { kindOf } from './regular-file.ts';

/** A place below a folder in which nothing was looked for. */
export interface NotLookedAt {
  /** With forward slashes, relative to the folder. */
  place: string;
  /** 'it is a pipe, not a file' */
  why: string;
}

export interface FolderContents {
  /** Every file, with forward slashes, relative to the folder. */
  files: string[];
  notLookedAt: NotLookedAt[];
}

/** Deeper than any dataset, and shallow enough for the length that systems allow a path. */
const MAX_DEPTH = 32;
const MAX_FILES = 2_000_000;

/**
 * Lists the files below a folder, 32 folders deep. Links are followed, each folder once; what is passed by is listed with
 * its reason. Throws AppError('bad-input') where the folder itself cannot be listed, or holds too much.
 */
export function walkFolder(path: string): FolderContents {
  const files: string[] = [];
  const notLookedAt: NotLookedAt[] = [];
  const visited = new Set<string>();
  const linked: { place: string; depth: number }[] = [];

  const visit = (place: string, depth: number): void => {
    const whole = join(path, place);
    const real = realpathSync(whole);
    if (visited.has(real)) {
      notLookedAt.push({ place, why: 'it is a folder that was looked at under another name' });
      return;
    }
    const entries = readdirSync(whole, { withFileTypes: true });
    visited.add(real);
    for (const entry of entries) {
      const below = place === '' ? entry.name : `${place}/${entry.name}`;
      orNote(below, () => look(below, entry, depth + 1));
    }
  };
  const look = (place: string, entry: Dirent, depth: number): void => {
    const isLink = entry.isSymbolicLink();
    const found = isLink ? statSync(join(path, place), { throwIfNoEntry: false }) : entry;
    if (found === undefined) notLookedAt.push({ place, why: 'it is a link that leads nowhere' });
    else if (found.isFile()) files.push(place);
    else if (!found.isDirectory()) notLookedAt.push({ place, why: `it is a ${kindOf(found)}, not a file` });
    else if (depth > MAX_DEPTH) notLookedAt.push({ place, why: `it lies more than ${MAX_DEPTH} folders deep` });
    else if (isLink) linked.push({ place, depth });
    else visit(place, depth);
    if (files.length > MAX_FILES) throw new AppError('bad-input', `${path} holds over ${MAX_FILES} files.`);
  };
  const orNote = (place: string, work: () => void): void => {
    try {
      work();
    } catch (error) {
      if (error instanceof AppError) throw error;
      notLookedAt.push({ place, why: `it cannot be looked at (${reasonOf(error)})` });
    }
  };

  const root = startOf(path, () => visit('', 0));
  // After the folders themselves, so that a link to one of them adds nothing. The list grows meanwhile.
  for (const { place, depth } of linked) {
    orNote(place, () => {
      if (root.startsWith(join(realpathSync(join(path, place)), sep))) {
        notLookedAt.push({ place, why: 'it is a link to a folder that holds this one' });
      } else {
        visit(place, depth);
      }
    });
  }
  return { files: files.sort(), notLookedAt };
}

/** Lists the folder itself, and gives its real path. */
function startOf(path: string, list: () => void): string {
  try {
    const real = realpathSync(path);
    list();
    return real;
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const cure = 'Change its permissions, or copy the dataset and import the copy.';
    throw new AppError('bad-input', `${path} cannot be read (${reasonOf(cause)}). ${cure}`, undefined, { cause });
  }
}

function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? 'unknown reason';
}
