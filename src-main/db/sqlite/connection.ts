import type Database from 'better-sqlite3';

/** For functions that write: the open workspace. Every WritableDB is a ReadableDB. */
export type WritableDB = Database.Database;

/**
 * For functions that only read: statements can be prepared and read from, but there is neither a way to run one that
 * changes anything nor a transaction. Functions that query take this, so that they cannot write by mistake.
 */
export interface ReadableDB {
  prepare<Parameters extends unknown[] | object = unknown[], Row = unknown>(
    sql: string,
  ): Parameters extends unknown[] ? ReadStatement<Parameters, Row> : ReadStatement<[Parameters], Row>;
}

export interface ReadStatement<Parameters extends unknown[], Row> {
  get(...parameters: Parameters): Row | undefined;
  all(...parameters: Parameters): Row[];
  /** Only the first column of each row. */
  pluck(): this;
}
