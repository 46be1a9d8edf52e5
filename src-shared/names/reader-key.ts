/**
 * Names with the same key are one reader's: case, spaces and invisible characters do not distinguish "Anna B" from
 * "anna b".
 */
export function readerKey(reader: string): string {
  return reader
    .normalize('NFKC')
    .replaceAll(/\p{Cf}/gu, '')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .toLowerCase();
}
