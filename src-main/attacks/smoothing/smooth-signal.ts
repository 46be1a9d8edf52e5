/** v ⊗ kernel of one signal (n,), zero-padded "same", an odd number of taps: `smooth` without an engine. */
export function smoothSignal(v: Float64Array, kernel: Float64Array): Float64Array {
  const half = (kernel.length - 1) / 2;
  return v.map((_, i) => {
    const from = Math.max(0, half - i);
    const to = Math.min(kernel.length, v.length + half - i);
    let sum = 0;
    for (let tap = from; tap < to; tap++) sum += kernel[tap]! * v[i + tap - half]!;
    return sum;
  });
}
