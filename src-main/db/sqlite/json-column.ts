import type { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';

/** A column that holds JSON. Reading parses it by the column's schema; writing is JSON.stringify. */
export interface JsonColumn<T> {
  /**
   * The value in the row with this id. Fields that an older version did not store yet have the schema's default, and
   * fields that this version does not know are left out. Throws AppError 'damaged' that names table, row and column.
   */
  read(text: string, row: string | number): T;
  /** The same; undefined if this version cannot read it. */
  readIfKnown(text: string): T | undefined;
  write(value: T): string;
}

interface Where {
  table: string;
  column: string;
  /** What a person can do about a row that cannot be read. */
  cure?: string;
}

const CURE = 'Update the program, or restore the workspace from a backup';

export function jsonColumn<T>(schema: z.ZodType<T>, { table, column, cure = CURE }: Where): JsonColumn<T> {
  return {
    read(text, row) {
      const read = parsed(schema, text);
      if ('value' in read) return read.value;
      throw new AppError(
        'damaged',
        `Row ${row} of ${table} cannot be read: its column ${column} is damaged, or was stored by another version of Equipoise (${read.problems.join('; ')}). ${cure}.`,
        { table, row, column, problems: read.problems },
      );
    },
    readIfKnown(text) {
      const read = parsed(schema, text);
      return 'value' in read ? read.value : undefined;
    },
    write: (value) => JSON.stringify(value),
  };
}

/** Nobody would read more. */
const MOST_PROBLEMS = 5;

function parsed<T>(schema: z.ZodType<T>, text: string): { value: T } | { problems: string[] } {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { problems: [(error as Error).message] };
  }
  let read = schema.safeParse(json);
  // A strict schema refuses unknown keys: right for incoming data, but not for what another version has stored.
  if (!read.success && removeUnknown(json, read.error.issues)) read = schema.safeParse(json);
  if (read.success) return { value: read.data };
  return {
    problems: read.error.issues.slice(0, MOST_PROBLEMS).map(({ path, message }) => `${path.join('.')}: ${message}`),
  };
}

/** Removes the keys that the issues complain about; returns whether there were any. */
function removeUnknown(json: unknown, issues: readonly z.core.$ZodIssue[]): boolean {
  let removed = false;
  for (const issue of issues) {
    if (issue.code !== 'unrecognized_keys') continue;
    const holder = issue.path.reduce<unknown>((value, part) => Reflect.get(value as object, part), json) as object;
    for (const key of issue.keys) removed = Reflect.deleteProperty(holder, key) || removed;
  }
  return removed;
}
