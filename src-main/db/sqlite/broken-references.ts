import type { ReadableDB } from './connection.ts';

/** Rows that refer to one that does not exist, as "table rowid → parent". */
export function brokenReferences(db: ReadableDB): string[] {
  return db
    .prepare<[], { table: string; rowid: number | null; parent: string }>(
      'SELECT "table", rowid, parent FROM pragma_foreign_key_check',
    )
    .all()
    .map(({ table, rowid, parent }) => `${table} ${rowid ?? ''} → ${parent}`);
}
