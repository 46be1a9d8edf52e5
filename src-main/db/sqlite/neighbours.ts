import type { Neighbours } from '../../../src-shared/contract/neighbours.ts';
import type { ReadableDB } from './connection.ts';

/** A list as SQL: `id` its column, `from` its tables and condition with `values` in it, `order` by what it is ordered. */
export interface OrderedList {
  id: string;
  from: string;
  order: string;
  values: Record<string, unknown>;
}

/** Where a row is in a list; null if it is not in it. */
export function findNeighbours<Id extends number>(
  db: ReadableDB,
  { id, from, order, values }: OrderedList,
  wanted: Id,
): Neighbours<Id> | null {
  return (
    db
      .prepare<unknown[], Neighbours<Id>>(
        `WITH list AS (
           SELECT ${id} AS id, row_number() OVER list - 1 AS position, count(*) OVER () AS total,
             lag(${id}) OVER list AS previous, lead(${id}) OVER list AS next
           ${from} WINDOW list AS (ORDER BY ${order})
         )
         SELECT position, total, previous, next FROM list WHERE id = @wanted`,
      )
      .get({ ...values, wanted }) ?? null
  );
}
