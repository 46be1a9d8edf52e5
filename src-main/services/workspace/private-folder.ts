import { chmodSync, lstatSync, readdirSync, statSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** A workspace holds which tracings are real and what readers answered: nobody but its owner may read it. */
const PRIVATE_FOLDER = 0o700;
const PRIVATE_FILE = 0o600;
const OTHERS = 0o077;
/** Set-group-id and sticky bit: somebody shares this folder on purpose. */
const SHARED = 0o3000;

/** Windows keeps access lists instead, and a user's folders are that user's there. */
const HAS_MODES = process.platform !== 'win32';

/**
 * Makes a workspace's folder if it does not exist, and closes it to other users of the computer. From here on this
 * process and its workers write only private files. Throws Node's system error.
 */
export function makePrivateFolder(folder: string): void {
  const isShared = HAS_MODES && statSync(folder, { throwIfNoEntry: false })?.isDirectory() && isSharedFolder(folder);
  if (HAS_MODES && !isShared) process.umask(OTHERS);
  makeFolder(folder);
  if (HAS_MODES && !isShared) close(folder, statSync(folder), PRIVATE_FOLDER);
}

/**
 * Closes those of these files and folders (with everything in them) that exist in a workspace: an older version, or a
 * copy, left them readable. What a person shares on purpose stays as it is. Returns a sentence about whatever is still
 * open to others; null if nothing is.
 */
export function closeToOthers(folder: string, names: readonly string[]): string | null {
  if (!HAS_MODES) return null;
  const open: string[] = [];
  if (!isSharedFolder(folder)) for (const name of names) closeTree(join(folder, name), open);
  if (isOpen(statSync(folder))) open.unshift(folder);
  const [first] = open;
  if (first === undefined) return null;
  const more = open.length > 1 ? ` (and ${open.length - 1} more)` : '';
  return (
    `Other users of this computer can read ${first}${more}: a workspace holds which tracings are real, and every answer. ` +
    `Close it with "chmod -R go= ${folder}", or choose another folder with --workspace.`
  );
}

function isSharedFolder(folder: string): boolean {
  const { uid, mode } = statSync(folder);
  return uid !== process.getuid?.() || (mode & SHARED) !== 0;
}

function closeTree(path: string, open: string[]): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats || !(stats.isDirectory() || stats.isFile())) return; // a link leads elsewhere, which is not ours to change
  close(path, stats, stats.isDirectory() ? PRIVATE_FOLDER : PRIVATE_FILE);
  const after = lstatSync(path, { throwIfNoEntry: false });
  if (after && isOpen(after)) open.push(path);
  if (after?.isDirectory()) for (const name of readdirSync(path)) closeTree(join(path, name), open);
}

function close(path: string, stats: Stats, mode: number): void {
  if (!isOpen(stats)) return;
  try {
    chmodSync(path, mode);
  } catch {
    // It belongs to another user, or the disk knows no modes: closeToOthers says so.
  }
}

function isOpen({ mode }: Stats): boolean {
  return (mode & OTHERS) !== 0;
}
