import { createCipheriv, createHmac, type Cipheriv } from 'node:crypto';
import type { RandomGenerator } from './random.ts';

/** Numbers are made in blocks of this many. */
const BLOCK_WORDS = 1024;

/**
 * Random numbers that nobody can foretell without the secret, and that anybody who has it can make again: the key is
 * HMAC-SHA-256 of "equipoise stream " + purpose under the secret, the numbers are the AES-256 key stream of that key in
 * counter mode from counter 0, four bytes a number, the high byte first. Streams of different purposes tell nothing of
 * each other. Thousands of numbers, as the dither of a tracing needs them, take a fraction of a millisecond.
 */
export function secretStream(secret: Uint8Array, purpose: string): RandomGenerator {
  return new SecretStream(createHmac('sha256', secret).update(`equipoise stream ${purpose}`).digest(), 0);
}

/** A generator in the form that all draws take (integer, shuffled …). */
class SecretStream implements RandomGenerator {
  readonly #key: Uint8Array;
  readonly #cipher: Cipheriv;
  /** How many numbers were drawn. */
  #drawn = 0;
  #block = Buffer.alloc(0);

  constructor(key: Uint8Array, drawn: number) {
    this.#key = key;
    this.#cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
    while (this.#drawn < drawn) this.next();
  }

  /** Uniform over the 32-bit whole numbers, −2³¹ to 2³¹ − 1. */
  next(): number {
    const word = this.#drawn % BLOCK_WORDS;
    if (word === 0) this.#block = this.#cipher.update(Buffer.alloc(4 * BLOCK_WORDS));
    this.#drawn += 1;
    return this.#block.readInt32BE(4 * word);
  }

  clone(): SecretStream {
    return new SecretStream(this.#key, this.#drawn);
  }

  /** For pure-rand: where the stream is, never its key. */
  getState(): readonly number[] {
    return [this.#drawn];
  }
}
