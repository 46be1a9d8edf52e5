import { createHmac } from 'node:crypto';
import type { RandomGenerator } from './random.ts';

/**
 * Random numbers that nobody can foretell without the secret: HMAC-SHA-256 in counter mode. The stream's key is
 * HMAC(secret, "equipoise stream " + purpose), block i of 32 bytes is HMAC(key, i as 8 bytes, high byte first), and each
 * block gives eight numbers of 32 bits, high byte first. Streams of different purposes tell nothing of each other.
 */
export function secretStream(secret: Uint8Array, purpose: string): RandomGenerator {
  return new SecretStream(createHmac('sha256', secret).update(`equipoise stream ${purpose}`).digest(), 0);
}

const WORD_BYTES = 4;
const WORDS_PER_BLOCK = 8;

/** A generator in the form that all draws take (integer, shuffled …). */
class SecretStream implements RandomGenerator {
  readonly #key: Buffer;
  /** How many numbers were drawn. */
  #drawn: number;
  #block: Buffer | undefined;

  constructor(key: Buffer, drawn: number) {
    this.#key = key;
    this.#drawn = drawn;
  }

  /** Uniform over the 32-bit whole numbers, −2³¹ to 2³¹ − 1. */
  next(): number {
    const word = this.#drawn % WORDS_PER_BLOCK;
    if (word === 0 || this.#block === undefined) this.#block = this.#blockOf(Math.floor(this.#drawn / WORDS_PER_BLOCK));
    this.#drawn += 1;
    return this.#block.readInt32BE(word * WORD_BYTES);
  }

  clone(): SecretStream {
    return new SecretStream(this.#key, this.#drawn);
  }

  /** For pure-rand: where the stream is, never its key. */
  getState(): readonly number[] {
    return [this.#drawn];
  }

  #blockOf(index: number): Buffer {
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(index));
    return createHmac('sha256', this.#key).update(counter).digest();
  }
}
