import type { WritableDB } from './connection.ts';

/** Less than this is soon used again, and not worth writing the whole file anew. */
const LEAST_BYTES = 64 * 2 ** 20;
const LEAST_SHARE = 0.25;

/** Writes the file anew if much of it is unused. Takes seconds for a large one, and as much space again meanwhile. */
export function shrinkDatabase(db: WritableDB): void {
  const [free, pages, pageBytes] = ['freelist_count', 'page_count', 'page_size'].map((name) =>
    Number(db.pragma(name, { simple: true })),
  ) as [number, number, number];
  if (free * pageBytes >= LEAST_BYTES && free >= LEAST_SHARE * pages) db.exec('VACUUM');
}
