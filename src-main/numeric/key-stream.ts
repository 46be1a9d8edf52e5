import { createCipheriv, type Cipheriv } from 'node:crypto';
import type { RandomGenerator } from './random.ts';

/** Numbers are made in blocks of this many. */
const BLOCK_WORDS = 4096;

/**
 * Random numbers by the thousand that nobody can foretell without the key: the AES-256 key stream in counter mode from
 * counter 0, four bytes a number, the high byte first. For each sample of a tracing this is a hundred times as fast as
 * a hash for every few numbers. `key`: 32 bytes.
 */
export function keyStream(key: Uint8Array): RandomGenerator {
  return new KeyStream(key, 0);
}

class KeyStream implements RandomGenerator {
  readonly #key: Uint8Array;
  readonly #cipher: Cipheriv;
  /** How many numbers were drawn. */
  #drawn: number;
  #block = Buffer.alloc(0);

  constructor(key: Uint8Array, drawn: number) {
    this.#key = key;
    this.#cipher = createCipheriv('aes-256-ctr', key, Buffer.alloc(16));
    this.#drawn = 0;
    while (this.#drawn < drawn) this.next();
  }

  /** Uniform over the 32-bit whole numbers, −2³¹ to 2³¹ − 1. */
  next(): number {
    const word = this.#drawn % BLOCK_WORDS;
    if (word === 0) this.#block = this.#cipher.update(Buffer.alloc(4 * BLOCK_WORDS));
    this.#drawn += 1;
    return this.#block.readInt32BE(4 * word);
  }

  clone(): KeyStream {
    return new KeyStream(this.#key, this.#drawn);
  }

  /** For pure-rand: where the stream is, never its key. */
  getState(): readonly number[] {
    return [this.#drawn];
  }
}
