/** Where the sides and the order of a locked study come from: tables, pages and the command line say it alike. */
export function sidesFrom(commitment: string | null): string {
  return commitment === null
    ? "sides follow from the protocol's seed (made by an older version)"
    : `drawn from a secret, commitment ${commitment}`;
}
