const FIRST_LENGTH = 4096;

/** Samples whose number is not known beforehand, in no more memory than twice what they need. */
export class GrowingSamples {
  #samples: Int16Array | Int32Array;
  #length = 0;

  constructor(bitsPerSample: number) {
    this.#samples = this.#make(bitsPerSample <= 16, FIRST_LENGTH);
  }

  append(more: Int32Array): void {
    const needed = this.#length + more.length;
    if (needed > this.#samples.length) {
      const larger = this.#make(this.#samples instanceof Int16Array, Math.max(needed, 2 * this.#samples.length));
      larger.set(this.#samples);
      this.#samples = larger;
    }
    this.#samples.set(more, this.#length);
    this.#length = needed;
  }

  all(): Int16Array | Int32Array {
    return this.#samples.slice(0, this.#length);
  }

  #make(isShort: boolean, length: number): Int16Array | Int32Array {
    return isShort ? new Int16Array(length) : new Int32Array(length);
  }
}
