import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { migrations } from './migrations/index.ts';
import type { WritableDB } from './sqlite/connection.ts';

/** Marks our files, so that any other SQLite file is refused: 'EQPS'. */
const APPLICATION_ID = 0x45515053;

/**
 * Opens the workspace's database, or creates it if it does not exist, and brings it to the newest schema.
 * Durable by default: a committed response survives a power cut (synchronous FULL).
 * Throws AppError: refused (a newer or a foreign file), damaged, storage.
 */
export function openDb(path: string): WritableDB {
  const isNew = !existsSync(path);
  let db: WritableDB;
  try {
    db = new Database(path);
  } catch (error) {
    throw new AppError(
      'storage',
      `The workspace file ${path} could not be opened. ${AppError.from(error).message}`,
      {},
      { cause: error },
    );
  }
  try {
    db.pragma('busy_timeout = 10000');
    if (!isNew) checkIsOurs(db, path);
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    // What is deleted is overwritten: the key of a session that has ended.
    db.pragma('secure_delete = ON');
    // Off while tables are rebuilt (the pragma does nothing within a transaction); migrate() checks the references.
    db.pragma('foreign_keys = OFF');
    migrate(db, path);
    db.pragma('foreign_keys = ON');
    return db;
  } catch (error) {
    db.close();
    const failure = AppError.from(error);
    if (failure.code !== 'damaged' && failure.code !== 'internal') throw failure;
    throw new AppError(
      'damaged',
      `${path} is not a readable workspace (${(error as Error).message}). Restore it from a backup, or choose another folder with --workspace.`,
      {},
      { cause: error },
    );
  }
}

function checkIsOurs(db: WritableDB, path: string): void {
  const id = db.pragma('application_id', { simple: true });
  const tables = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get();
  if (id !== APPLICATION_ID && tables !== 0) {
    throw new AppError(
      'refused',
      `${path} is the SQLite file of another program. Choose another folder with --workspace.`,
    );
  }
}

/** Throws AppError 'damaged' if a row refers to one that does not exist. */
function checkReferences(db: WritableDB, path: string): void {
  const broken = db.pragma('foreign_key_check') as { table: string; rowid: number | null; parent: string }[];
  if (broken.length === 0) return;
  const rows = broken.slice(0, 5).map(({ table, rowid, parent }) => `${table} ${rowid ?? ''} → ${parent}`);
  const more = broken.length > rows.length ? ` and ${broken.length - rows.length} more` : '';
  throw new AppError('damaged', `rows refer to others that do not exist: ${rows.join(', ')}${more}`, { path });
}

function migrate(db: WritableDB, path: string): void {
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
    db.pragma(`application_id = ${APPLICATION_ID}`);
    db.pragma(`user_version = ${migrations.length}`);
  });
  // Immediate: of two programs that open a new workspace at once, one waits for the other's migration.
  apply.immediate();
}
