import Database from 'better-sqlite3';
import { tidyNumber } from '../../../src-shared/format/tidy-number.ts';
import type { ExportedTable } from '../../../src-shared/tables/exported-table.ts';

const TYPES = { text: 'TEXT', timestamp: 'TEXT', integer: 'INTEGER', number: 'REAL' } as const;

/**
 * The bytes of an SQLite file of these tables, which any version 3 reads: text and timestamps are TEXT, integers INTEGER
 * and numbers REAL, NOT NULL unless they may be missing. Texts are as they are, with nothing guarded: no program
 * calculates a cell of a database. Yields in between.
 */
export function* tablesAsFile(tables: readonly ExportedTable[]): Generator<void, Buffer> {
  const db = new Database(':memory:');
  try {
    db.exec('BEGIN');
    for (const table of tables) yield* addTable(db, table);
    db.exec('COMMIT');
    return db.serialize();
  } finally {
    db.close();
  }
}

function* addTable(db: Database.Database, { name, fields, rows }: ExportedTable): Generator<void, void> {
  const columns = fields.map((field) => `"${field.name}" ${TYPES[field.type]}${field.nullable ? '' : ' NOT NULL'}`);
  db.exec(`CREATE TABLE "${name}" (\n  ${columns.join(',\n  ')}\n)`);
  const insert = db.prepare(`INSERT INTO "${name}" VALUES (${fields.map(() => '?').join(', ')})`);
  for (const row of rows) {
    insert.run(fields.map((field) => stored(row[field.name])));
    yield;
  }
}

const stored = (value: unknown): unknown => (typeof value === 'number' ? tidyNumber(value) : (value ?? null));
