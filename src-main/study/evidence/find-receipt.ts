/**
 * Where a receipt belongs that a reader noted: the session with this fingerprint. Dashes, spaces and capitals do not
 * count. Undefined if there is none: then the answers are not those that the receipt was given for.
 */
export function findReceipt<Session extends { receipt: string | null }>(
  sessions: readonly Session[],
  noted: string,
): Session | undefined {
  const wanted = plain(noted);
  return sessions.find(({ receipt }) => receipt !== null && plain(receipt) === wanted);
}

const plain = (fingerprint: string): string => fingerprint.toLowerCase().replaceAll(/[^0-9a-z]/g, '');
