/** What can stand between two cells; a comma last, since it also stands in numbers and texts. */
const DELIMITERS = ['\t', ';', ',', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/**
 * What stands between the cells of a table: what every one of its first lines has, outside quotation marks; undefined where
 * there is one column.
 * @param lines the first lines that are not empty
 */
export function delimiterOf(lines: readonly string[]): Delimiter | undefined {
  const bare = lines.map((line) => line.replaceAll(/"(?:[^"]|"")*"/g, ''));
  const inAll = DELIMITERS.find((one) => bare.length > 0 && bare.every((line) => line.includes(one)));
  if (inAll !== undefined) return inAll;
  const inMost = DELIMITERS.map((one) => ({ one, lines: bare.filter((line) => line.includes(one)).length }));
  const [best] = inMost.sort((a, b) => b.lines - a.lines);
  return best === undefined || best.lines === 0 ? undefined : best.one;
}
