import type { FieldDeclaration } from './field-declaration.ts';

/** A table as files of any kind hold it. */
export interface ExportedTable {
  /** A name as of a file or of a table of a database: `summary`. */
  name: string;
  fields: readonly FieldDeclaration[];
  rows: readonly Record<string, unknown>[];
}
