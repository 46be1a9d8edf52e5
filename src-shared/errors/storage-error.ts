import type { AppErrorData } from './app-error-data.ts';
import { saidToReaders, type Sentence } from './said-to-readers.ts';

/** The sentences that name nothing. */
type NoValues = Extract<Sentence, 'disk-full' | 'disk-failed' | 'read-only' | 'busy'>;

const OTHER_FOLDER = 'or choose another folder with --workspace';
const INTACT = 'what was stored before is intact';

/** Failures of disk and database by their code (SQLite's extended codes by their beginning), as code and sentence, and what readers are told. */
const SENTENCES: readonly [codes: RegExp, code: 'storage' | 'damaged', sentence: string, toReaders?: NoValues][] = [
  [
    /^(SQLITE_FULL|ENOSPC)/,
    'storage',
    `The disk is full. Make room ${OTHER_FOLDER} and try again; ${INTACT}.`,
    'disk-full',
  ],
  [
    /^EDQUOT/,
    'storage',
    `Your quota on the disk is used up. Make room ${OTHER_FOLDER} and try again; ${INTACT}.`,
    'disk-full',
  ],
  [
    /^EFBIG/,
    'storage',
    `A file may not grow that large here. Raise the limit (ulimit -f) ${OTHER_FOLDER} on another disk; ${INTACT}.`,
  ],
  [
    /^(SQLITE_IOERR|EIO)/,
    'storage',
    `The disk failed while it was read or written. Check that it has room and is still connected, ${OTHER_FOLDER}; ${INTACT}.`,
    'disk-failed',
  ],
  [
    /^(SQLITE_READONLY|EROFS)/,
    'storage',
    `This can only be read. Check the permissions of the folder ${OTHER_FOLDER}.`,
    'read-only',
  ],
  [
    /^(SQLITE_PERM|SQLITE_CANTOPEN|EACCES|EPERM)/,
    'storage',
    `Access was denied. Check the permissions ${OTHER_FOLDER}.`,
    'read-only',
  ],
  [
    /^(SQLITE_BUSY|SQLITE_LOCKED)/,
    'storage',
    `Another program holds the workspace's database, so that nothing can be stored. End it (a backup, an editor of SQLite files), or try again in a moment; ${INTACT}.`,
    'busy',
  ],
  [
    /^(SQLITE_CORRUPT|SQLITE_NOTADB)/,
    'damaged',
    `The workspace file is damaged. Restore the folder from a backup, ${OTHER_FOLDER}.`,
  ],
  [/^SQLITE_/, 'storage', `The database failed. Try again, ${OTHER_FOLDER}.`],
];

/** Calls that do not concern files: a refused port or program means something else. */
const NO_FILE = /^(listen|bind|connect|spawn|kill)/;

/**
 * A failure of the disk or the database (Node's system errors, SQLite's) in words for people: which file, why, and the
 * cure. Undefined for everything else.
 */
export function storageFailure(thrown: Error): AppErrorData | undefined {
  const { code, path, syscall } = thrown as Error & { code?: unknown; path?: unknown; syscall?: unknown };
  if (typeof code !== 'string' || (typeof syscall === 'string' && NO_FILE.test(syscall))) return undefined;
  const found = SENTENCES.find(([codes]) => codes.test(code));
  if (found === undefined) return undefined;
  const [, appCode, sentence, toReaders] = found;
  const where = typeof path === 'string' ? `${path}: ` : '';
  // Node begins its messages of failed calls with the code; SQLite does not name it.
  const reason = code.startsWith('SQLITE_') ? `${code}: ${thrown.message}` : thrown.message;
  return {
    code: appCode,
    message: `${where}${sentence} (${reason})`,
    details: { code, ...(toReaders && saidToReaders(toReaders, {})) },
  };
}
