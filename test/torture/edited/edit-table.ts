import Database from 'better-sqlite3';
import { integer, type RandomGenerator } from '../../../src-main/numeric/random.ts';
import type { Editor } from '../../helpers/workspace-editor.ts';
import { oneOf } from '../hostile/mutate.ts';

export interface EvidenceTable {
  table: string;
  /** Columns that no result is made of; every other one is changed. */
  spare: readonly string[];
  /** Columns of which an inserted row needs values of its own; null where an inserted row changes nothing. */
  unique: readonly string[] | null;
}

/** Makes one edit of the table; says of what, or null if there is none to make. */
type Edit = (editor: Editor, random: RandomGenerator, table: EvidenceTable) => string | null;

/** An edit that the table's constraints refuse is drawn again. */
const ATTEMPTS = 20;

const drawn =
  (edit: Edit): Edit =>
  (editor, random, table) => {
    editor.db.pragma('ignore_check_constraints = ON');
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      try {
        return editor.db.transaction(() => edit(editor, random, table))();
      } catch (error) {
        if (!(error instanceof Database.SqliteError) || !error.code.startsWith('SQLITE_CONSTRAINT')) throw error;
      }
    }
    return null;
  };

export const EDITS: Record<'changed' | 'deleted' | 'reordered' | 'inserted', Edit> = {
  changed: drawn((editor, random, { table, spare }) => {
    const column = oneOf(random, columnsOf(editor, table, spare));
    const [row] = rowsOf(editor, random, table);
    editor.run(`UPDATE ${table} SET ${column} = ${otherValue(random, column)} WHERE rowid = ${row}`);
    return column;
  }),
  deleted: drawn((editor, random, { table }) => {
    const [row] = rowsOf(editor, random, table);
    editor.run(`DELETE FROM ${table} WHERE rowid = ${row}`);
    return 'a row';
  }),
  reordered: drawn((editor, random, { table, spare }) => {
    const [a, b] = rowsOf(editor, random, table);
    const column = oneOf(random, columnsOf(editor, table, spare));
    const values = editor.db.prepare<[number], unknown>(`SELECT ${column} FROM ${table} WHERE rowid = ?`).pluck();
    const [first, second] = [values.get(a), values.get(b)];
    if (JSON.stringify(first) === JSON.stringify(second)) return null;
    editor.db.exec(`CREATE TEMP TABLE moved AS SELECT * FROM ${table} WHERE rowid IN (${a}, ${b});
      DELETE FROM ${table} WHERE rowid IN (${a}, ${b})`);
    const all = columnsOf(editor, table, []);
    const taken = all.map((name) => `${name === column ? 'other' : 'own'}.${name}`);
    editor.db.exec(`INSERT INTO ${table} (${all.join()}) SELECT ${taken.join()} FROM temp.moved own
      JOIN temp.moved other ON other.rowid <> own.rowid`);
    return column;
  }),
  inserted: drawn((editor, random, { table, unique }) => {
    if (unique === null) return null;
    const [row] = rowsOf(editor, random, table);
    const columns = columnsOf(editor, table, []);
    const values = columns.map((column) => (unique.includes(column) ? otherValue(random, column) : column));
    editor.run(`INSERT INTO ${table} (${columns.join()}) SELECT ${values.join()} FROM ${table} WHERE rowid = ${row}`);
    return 'a row';
  }),
};

const columnsOf = (editor: Editor, table: string, without: readonly string[]): string[] =>
  editor.db
    .prepare<[string], string>('SELECT name FROM pragma_table_info(?)')
    .pluck()
    .all(table)
    .filter((column) => !without.includes(column));

/** Two rows; the same one twice where there is no other. */
function rowsOf(editor: Editor, random: RandomGenerator, table: string): [number, number] {
  const all = editor.db.prepare<[], number>(`SELECT rowid FROM ${table} ORDER BY rowid`).pluck().all();
  const first = integer(random, 0, all.length - 1);
  const second = (first + integer(random, 1, Math.max(1, all.length - 1))) % all.length;
  return [all[first], all[second]] as [number, number];
}

/** SQL for another value of the same type than the one that is there. */
function otherValue(random: RandomGenerator, column: string): string {
  const other = integer(random, 1, 999_999);
  return `CASE typeof(${column})
    WHEN 'integer' THEN CASE WHEN ${column} IN (0, 1) THEN 1 - ${column} ELSE ${column} + ${other} END
    WHEN 'real' THEN ${column} * 2
    WHEN 'blob' THEN randomblob(length(${column}))
    WHEN 'null' THEN 'x'
    ELSE iif(json_valid(${column}) AND json_type(${column}) = 'object', json_set(${column}, '$.z', ${other}), ${column} || '-${other}')
  END`;
}
