/** Names by how many of the unit make a millivolt. Symbols are compared as written, words in any case. */
const SYMBOLS: ReadonlyMap<string, number> = new Map([
  ...symbols(1e-3, 'V', 'v'),
  ...symbols(1, 'mV', 'mv', 'MV', 'Mv'),
  ...symbols(1000, 'uV', 'uv', 'UV', 'Uv', 'µV', 'µv'),
  // Not `NV` or `nv`: files write NU and the like for a quantity without a unit.
  ...symbols(1e6, 'nV'),
]);
const WORDS: ReadonlyMap<string, number> = new Map([
  ['', 1e-3],
  ['milli', 1],
  ['m', 1],
  ['micro', 1000],
  ['u', 1000],
  ['µ', 1000],
  ['nano', 1e6],
  ['n', 1e6],
]);
const WORD = /^(.*?)[- ]?volts?$/;
/** µ has two code points, of which the Greek letter is the one that people type. */
const GREEK_MU = /\u03bc/g;

/**
 * How many of a unit make one millivolt: 1 for `mV`, 1000 for `µV`, `uV` or `microvolts`, 0.001 for `V`. Undefined for what
 * is no voltage, or not surely one: `mmHg`, `NU`, `NV`.
 */
export function perMillivolt(unit: string): number | undefined {
  const plain = unit.trim().replaceAll(GREEK_MU, 'µ');
  const symbol = SYMBOLS.get(plain);
  if (symbol !== undefined) return symbol;
  const prefix = WORD.exec(plain.toLowerCase())?.[1];
  return prefix === undefined ? undefined : WORDS.get(prefix);
}

function symbols(perMv: number, ...names: string[]): [string, number][] {
  return names.map((name) => [name, perMv]);
}
