/** The first characters of a hash or random id; a short name unchanged. */
export function shortHash(hash: string): string {
  return hash.length > 12 ? `${hash.slice(0, 10)}…` : hash;
}
