import { z } from 'zod';
import type { ReadableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

const PROTOCOL = jsonColumn(z.unknown(), { table: 'studies', column: 'protocol' });

/** Every column of the study's row by its name, the protocol as JSON; undefined if there is no such study. */
export function getStudyColumns(db: ReadableDB, id: string): Record<string, unknown> | undefined {
  const row = db
    .prepare<[string], Record<string, unknown> & { protocol: string }>('SELECT * FROM studies WHERE id = ?')
    .get(id);
  return row && { ...row, protocol: PROTOCOL.read(row.protocol, id) };
}
