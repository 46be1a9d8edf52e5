/**
 * JSON of which there is one text for each value: keys in the order of their UTF-16 code units, no spaces, numbers as in
 * ECMAScript (RFC 8785, for values without lone surrogates). What is left out of an object (undefined) is not written.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
    const entries = Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(entries);
  });
}
