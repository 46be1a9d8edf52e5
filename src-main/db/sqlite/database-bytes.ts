import { closeSync, openSync, readSync } from 'node:fs';

/** SQLite's file format, 1.3: where the header holds the page size and the number of pages (big endian). */
const HEADER_BYTES = 100;
const PAGE_SIZE_AT = 16;
const PAGES_AT = 28;

/** How long a database's file is by its own header; 0 for a file that is no database. */
export function databaseBytes(path: string): number {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  if (header.toString('latin1', 0, 15) !== 'SQLite format 3') return 0;
  const pageSize = header.readUInt16BE(PAGE_SIZE_AT);
  return (pageSize === 1 ? 65_536 : pageSize) * header.readUInt32BE(PAGES_AT);
}
