import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';

/** Bits of the fingerprint: short enough to be noted by hand, and too many for another receipt to be found to it. */
const DIGITS = 20;

/**
 * What a reader keeps of a signed receipt: the first 80 bits of its SHA-256, as `1a2b-3c4d-5e6f-7a8b-9c0d`. The receipt
 * holds the session's public key, the digest of its study, the number of its answers and the hash of the last.
 */
export function receiptFingerprint(receipt: object, signature: string): string {
  const digest = createHash('sha256').update(canonicalJson({ receipt, signature })).digest('hex');
  return (digest.slice(0, DIGITS).match(/.{4}/g) ?? []).join('-');
}
