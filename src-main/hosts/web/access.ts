import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;

/**
 * Who is let in. A token (256 bits, in an address) works once and is exchanged for a session (another 256 bits, kept by
 * the page), which lasts as long as the program runs. Only digests are kept, and they are compared in constant time.
 */
export class Access {
  readonly #tokens = new Set<Buffer>();
  readonly #sessions = new Set<Buffer>();

  issueToken(): string {
    return addSecret(this.#tokens);
  }

  /** The session that this token is exchanged for, or null if it is unknown or was used before. */
  redeem(token: string): string | null {
    const digest = find(this.#tokens, token);
    if (digest === null) return null;
    this.#tokens.delete(digest);
    return addSecret(this.#sessions);
  }

  hasSession(session: string | null): boolean {
    return session !== null && find(this.#sessions, session) !== null;
  }
}

function addSecret(digests: Set<Buffer>): string {
  const secret = randomBytes(SECRET_BYTES).toString('base64url');
  digests.add(digestOf(secret));
  return secret;
}

function find(digests: Set<Buffer>, secret: string): Buffer | null {
  const wanted = digestOf(secret);
  let found: Buffer | null = null;
  for (const digest of digests) if (timingSafeEqual(digest, wanted)) found = digest;
  return found;
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
