import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { migrations } from './migrations/index.ts';
import { brokenReferences } from './sqlite/broken-references.ts';
import type { WritableDB } from './sqlite/connection.ts';

/** A kind of file of ours. */
interface FileKind {
  /** Marks it, so that any other SQLite file is refused. */
  applicationId: number;
  /** How it is kept. */
  pragmas: readonly string[];
  is: string;
  /** What to do about a file that cannot be used. */
  cure: string;
}

const WORKSPACE_FILE: FileKind = {
  applicationId: 0x45515053, // 'EQPS'
  pragmas: ['journal_mode = WAL', 'synchronous = FULL'],
  is: 'a readable workspace',
  cure: 'Restore it from a backup, or choose another folder with --workspace.',
};

/** One file that holds all, whenever the program ends, and that one program at a time has open. */
export const BUNDLE_FILE: FileKind = {
  applicationId: 0x45515042, // 'EQPB'
  pragmas: ['locking_mode = EXCLUSIVE', 'journal_mode = DELETE', 'synchronous = EXTRA'],
  is: 'a readable .equipoise file',
  cure: 'Take another copy of it, or ask whoever sent it for one.',
};

/**
 * Opens the workspace's database, or a bundle, or creates it if it does not exist, and brings it to the newest schema.
 * Durable by default: a committed response survives a power cut (synchronous FULL).
 * `waitMs`: for another program that holds it. Throws AppError: refused (a newer or a foreign file), damaged, storage.
 */
export function openDb(path: string, kind: FileKind = WORKSPACE_FILE, { waitMs = 10_000 } = {}): WritableDB {
  const isNew = !existsSync(path);
  let db: WritableDB;
  try {
    db = new Database(path);
  } catch (error) {
    throw new AppError(
      'storage',
      `The file ${path} could not be opened. ${AppError.from(error).message}`,
      {},
      { cause: error },
    );
  }
  try {
    db.pragma(`busy_timeout = ${waitMs}`);
    if (!isNew) checkIsOurs(db, path, kind);
    for (const pragma of kind.pragmas) db.pragma(pragma);
    // What is deleted is overwritten: the key of a session that has ended.
    db.pragma('secure_delete = ON');
    // Off while tables are rebuilt (the pragma does nothing within a transaction); migrate() checks the references.
    db.pragma('foreign_keys = OFF');
    migrate(db, path, kind);
    db.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    db.close();
    const failure = AppError.from(error);
    if (failure.code !== 'damaged' && failure.code !== 'internal') throw failure;
    throw new AppError(
      'damaged',
      `${path} is not ${kind.is} (${(error as Error).message}). ${kind.cure}`,
      {},
      { cause: error },
    );
  }
}

/** The schema that this program brings a database to. */
export const newestSchema = migrations.length;

function checkIsOurs(db: WritableDB, path: string, { applicationId, is, cure }: FileKind): void {
  const id = db.pragma('application_id', { simple: true });
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  // A program that was killed as it made a workspace leaves an empty file; a bundle appears when it is whole.
  if (id === applicationId || (tables === 0 && applicationId === WORKSPACE_FILE.applicationId)) return;
  const what = [WORKSPACE_FILE, BUNDLE_FILE].some((kind) => kind.applicationId === id)
    ? `is not ${is}, but another kind of Equipoise's files`
    : 'is the SQLite file of another program';
  throw new AppError('refused', `${path} ${what}. ${cure}`);
}

/** Throws AppError 'damaged' if a row refers to one that does not exist. */
function checkReferences(db: WritableDB, path: string): void {
  const broken = brokenReferences(db);
  if (broken.length === 0) return;
  const rows = broken.slice(0, 5);
  const more = broken.length > rows.length ? ` and ${broken.length - rows.length} more` : '';
  throw new AppError('damaged', `rows refer to others that do not exist: ${rows.join(', ')}${more}`, { path });
}

function migrate(db: WritableDB, path: string, { applicationId }: FileKind): void {
  const apply = db.transaction(() => {
    const version = db.pragma('user_version', { simple: true }) as number;
    if (version > migrations.length) {
      throw new AppError(
        'refused',
        `${path} was written by a newer Equipoise (schema ${version}; this one knows ${migrations.length}). Update the program.`,
      );
    }
    if (version === migrations.length) return;
    for (const migration of migrations.slice(version)) migration(db);
    checkReferences(db, path);
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${migrations.length}`);
  });
  // Immediate: of two programs that open a new workspace at once, one waits for the other's migration.
  apply.immediate();
}
