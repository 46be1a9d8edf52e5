import { below, type RandomGenerator } from '../../numeric/random.ts';

/** Pairs in a row that never cross, after which no more are looked for. */
const MISSES = 100;

/**
 * Indices t at which two signals (n,) really cross: a − b has one sign before t and the other from t on. Where they
 * touch and part again to the other side, or run together before they do, all indices in between join to the same signal.
 */
export function crossingsOf(a: Int16Array, b: Int16Array): number[] {
  const indices: number[] = [];
  let side = 0;
  for (let i = 0; i < a.length; i++) {
    const now = Math.sign(a[i]! - b[i]!);
    if (now === 0) continue;
    if (side !== 0 && now !== side) indices.push(i);
    side = now;
  }
  return indices;
}

/** a before t and b from t on. */
export function joinAt(a: Int16Array, b: Int16Array, t: number): Int16Array {
  const joined = a.slice();
  joined.set(b.subarray(t), t);
  return joined;
}

/**
 * New signals without end: two of the given are drawn, and one of the indices where they cross; the left part of one
 * goes with the right part of the other, both ways. Ends where crossings cannot be found, at once with fewer than two.
 */
export function* drawCrossings(signals: readonly Int16Array[], random: RandomGenerator): Generator<Int16Array> {
  const count = signals.length;
  let misses = 0;
  while (count > 1 && misses < MISSES) {
    const first = below(random, count);
    const second = (first + 1 + below(random, count - 1)) % count;
    const [a, b] = [signals[first]!, signals[second]!];
    const indices = crossingsOf(a, b);
    misses = indices.length === 0 ? misses + 1 : 0;
    const t = indices[below(random, indices.length)];
    if (t === undefined) continue;
    yield joinAt(a, b, t);
    yield joinAt(b, a, t);
  }
}
