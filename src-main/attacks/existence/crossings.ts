import { below, type RandomGenerator } from '../../numeric/random.ts';

/** After this many pairs in a row that never cross, the search ends. */
const MISSES = 100;

/**
 * Indices t at which two signals (n,) really cross: a − b has one sign before t and the other from t on. Where they
 * coincide for a while in between, all indices of that stretch join to the same signal.
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
 * An endless supply of new signals: two of the given ones are drawn, and one of the indices where they cross; the left
 * part of one is joined to the right part of the other, both ways. Ends if no crossings can be found, at once if there
 * are fewer than two signals.
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
