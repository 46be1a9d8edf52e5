import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const SECRET_BYTES = 32;

/**
 * Who is let in. A token (256 bits, in an address) works once and is exchanged for a session (another 256 bits, kept by
 * the page), which lasts as long as the page. Only digests are kept, and they are compared in constant time.
 */
export class Access {
  readonly #tokens = new Set<Buffer>();
  readonly #sessions: Set<Buffer>;
  readonly #onSession: (digest: Buffer) => void;

  /** `known`: digests of sessions that another run of the program gave; `onSession` is told those of this one. */
  constructor(known: readonly Buffer[] = [], onSession: (digest: Buffer) => void = () => {}) {
    this.#sessions = new Set(known);
    this.#onSession = onSession;
  }

  issueToken(): string {
    return addSecret(this.#tokens);
  }

  /** The session that this token is exchanged for, or null if it is unknown or was used before. */
  redeem(token: string): string | null {
    const digest = find(this.#tokens, token);
    if (digest === null) return null;
    this.#tokens.delete(digest);
    const session = addSecret(this.#sessions);
    this.#onSession(digestOf(session));
    return session;
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
  for (const digest of digests) if (digest.length === wanted.length && timingSafeEqual(digest, wanted)) found = digest;
  return found;
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
