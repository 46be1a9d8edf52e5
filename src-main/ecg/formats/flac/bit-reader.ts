/** Reads numbers of any width out of bytes, the highest bit first. Throws RangeError where they end too early. */
export class BitReader {
  readonly #bytes: Uint8Array;
  #byte: number;
  /** Bits of the present byte that were read already. */
  #used = 0;

  constructor(bytes: Uint8Array, byte = 0) {
    this.#bytes = bytes;
    this.#byte = byte;
  }

  /** Whole bytes that were begun. */
  get position(): number {
    return this.#byte + (this.#used > 0 ? 1 : 0);
  }

  alignToByte(): void {
    this.#byte = this.position;
    this.#used = 0;
  }

  /** @param width 0 to 32 */
  unsigned(width: number): number {
    let value = 0;
    let missing = width;
    while (missing > 0) {
      const take = Math.min(8 - this.#used, missing);
      const bits = (this.#current() >> (8 - this.#used - take)) & ((1 << take) - 1);
      value = value * 2 ** take + bits;
      missing -= take;
      this.#advance(take);
    }
    return value;
  }

  /** Two's complement. */
  signed(width: number): number {
    const value = this.unsigned(width);
    return width > 0 && value >= 2 ** (width - 1) ? value - 2 ** width : value;
  }

  /** How many zeros come before the next one, which is read too. */
  unary(): number {
    let zeros = 0;
    for (;;) {
      const rest = (this.#current() << this.#used) & 0xff;
      if (rest !== 0) {
        const ahead = Math.clz32(rest) - 24;
        this.#advance(ahead + 1);
        return zeros + ahead;
      }
      zeros += 8 - this.#used;
      this.#advance(8 - this.#used);
    }
  }

  #current(): number {
    const byte = this.#bytes[this.#byte];
    if (byte === undefined) throw new RangeError('it ends in the middle of a frame');
    return byte;
  }

  #advance(bits: number): void {
    this.#used += bits;
    if (this.#used === 8) {
      this.#used = 0;
      this.#byte += 1;
    }
  }
}
