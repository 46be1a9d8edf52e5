import { createHash, randomBytes } from 'node:crypto';

/** 256 bits that nobody knows, drawn when a study is locked. */
export function drawSecret(): Uint8Array {
  return randomBytes(32);
}

/**
 * What can be published before the first reading: it gives nothing of the secret away, and no other secret fits it.
 * SHA-256, hexadecimal, of "equipoise commitment " followed by the 32 bytes of the secret.
 */
export function commitmentOf(secret: Uint8Array): string {
  return createHash('sha256').update('equipoise commitment ').update(secret).digest('hex');
}
