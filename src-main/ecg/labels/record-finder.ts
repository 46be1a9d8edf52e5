/**
 * Finds the record that a label file means by `A00001`, `A00001.mat`, `records100/00000/00001_lr`, `C:\ecgs\a00001.csv`:
 * as it is written, then without folder, then without extension, at last in any letter case where only one record fits.
 */
export function recordFinder(names: Iterable<string>): (written: string) => string | undefined {
  const exact = new Set(names);
  const inLowerCase = new Map<string, string | undefined>();
  for (const name of exact) {
    const lower = name.toLowerCase();
    inLowerCase.set(lower, inLowerCase.has(lower) ? undefined : name);
  }
  return (written) => {
    const ways = waysToRead(written);
    return ways.find((way) => exact.has(way)) ?? ways.map((way) => inLowerCase.get(way.toLowerCase())).find(Boolean);
  };
}

/** What a label file calls a record, without folder and extension. */
export function bareName(written: string): string {
  return waysToRead(written).at(-1) ?? written;
}

function waysToRead(written: string): string[] {
  const base = written.slice(Math.max(written.lastIndexOf('/'), written.lastIndexOf('\\')) + 1);
  return [written, base, base.replace(/\.[A-Za-z][A-Za-z0-9]{0,6}$/, '')];
}
