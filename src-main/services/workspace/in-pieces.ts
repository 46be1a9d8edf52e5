import { setImmediate } from 'node:timers/promises';

/** Work that may be left and resumed wherever it yields. */
export type Steps<T> = Generator<void, T>;

/** So long the program answers nobody else, ms. */
const PIECE_MS = 10;

/** Does the work, and lets everybody else in between its pieces. What it reads meanwhile must not change: withSnapshot. */
export async function inPieces<T>(work: Steps<T>): Promise<T> {
  for (let begun = performance.now(), step = work.next(); ; step = work.next()) {
    if (step.done) return step.value;
    if (performance.now() - begun < PIECE_MS) continue;
    await setImmediate();
    begun = performance.now();
  }
}

/** Does the work in one go, within a transaction. */
export function atOnce<T>(work: Steps<T>): T {
  for (let step = work.next(); ; step = work.next()) if (step.done) return step.value;
}
