/** What iMRMC takes for a row of the truth. */
const RESERVED = ['truth', '-1', ''];

/**
 * Names as iMRMC can read them, by their keys: it divides lines at every comma, knows no quotes, and takes blanks out. Two
 * keys never have one name. No name begins as a formula of a spreadsheet does.
 * Yields after each.
 */
export function* imrmcIds(
  named: readonly (readonly [key: string, name: string])[],
): Generator<void, Map<string, string>> {
  const ids = new Map<string, string>();
  const taken = new Set(RESERVED);
  for (const [key, name] of named) {
    yield;
    if (ids.has(key)) continue;
    const plain = name.replaceAll(/[^\p{L}\p{M}\p{N}_.]+/gu, '-').replaceAll(/^[-.]+|-+$/g, '');
    let id = plain;
    for (let next = 2; taken.has(id); next++) id = `${plain === '' ? 'id' : plain}-${next}`;
    taken.add(id);
    ids.set(key, id);
  }
  return ids;
}
