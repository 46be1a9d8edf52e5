import type { Stretch } from './opened-record.ts';

/** Collects positions, in rising order, into stretches. */
export class StretchList {
  readonly #stretches: Stretch[] = [];

  add(index: number): void {
    this.addAll(index, index + 1);
  }

  addAll(from: number, to: number): void {
    const last = this.#stretches.at(-1);
    if (to <= from) return;
    if (last?.to === from) last.to = to;
    else this.#stretches.push({ from, to });
  }

  all(): Stretch[] {
    return this.#stretches;
  }
}
