/** A linear map of signals (n,) onto signals of the same length, and its transpose, which takes a gradient back. */
export interface LinearMap {
  apply(x: Float64Array): Float64Array;
  transpose(g: Float64Array): Float64Array;
}

/** What one sample of the result is made of: weights of samples of the signal. */
type Row = (n: number, at: number) => Iterable<readonly [from: number, weight: number]>;

/** Σ weights · x, sample by sample; beyond its ends a signal stays at its last value. */
function sparse(rowOf: Row): LinearMap {
  return {
    apply: (x) => x.map((_, at) => sumOver(rowOf(x.length, at), (from, weight) => weight * x[within(from, x.length)]!)),
    transpose(g) {
      const back = new Float64Array(g.length);
      g.forEach((value, at) => {
        for (const [from, weight] of rowOf(g.length, at)) back[within(from, g.length)]! += weight * value;
      });
      return back;
    },
  };
}

/** Convolution with an odd number of symmetric taps, so that nothing shifts. */
export function filter(taps: Float64Array): LinearMap {
  const half = (taps.length - 1) / 2;
  return {
    apply: (x) =>
      x.map((_, at) => {
        let sum = 0;
        for (let k = 0; k < taps.length; k++) sum += taps[k]! * x[within(at + k - half, x.length)]!;
        return sum;
      }),
    transpose(g) {
      const back = new Float64Array(g.length);
      for (let at = 0; at < g.length; at++)
        for (let k = 0; k < taps.length; k++) back[within(at + k - half, g.length)]! += taps[k]! * g[at]!;
      return back;
    },
  };
}

/** Straight lines between the samples, read `ratio` times as densely, and the same back. */
export function resampled(ratio: number): LinearMap {
  const between = (position: number): [number, number][] => {
    const before = Math.floor(position);
    return [
      [before, 1 - (position - before)],
      [before + 1, position - before],
    ];
  };
  return sparse((_, at) =>
    between(at * ratio).flatMap(([there, weight]) =>
      between(there / ratio).map(([from, share]) => [from, weight * share] as const),
    ),
  );
}

/** Later by this many samples, a whole number of either sign. */
export function shifted(by: number): LinearMap {
  return sparse((_, at) => [[at - by, 1]]);
}

export function scaled(gain: number): LinearMap {
  const map = (v: Float64Array): Float64Array => v.map((value) => gain * value);
  return { apply: map, transpose: map };
}

/** Whole multiples of a step. Not linear: a gradient passes as if nothing had been rounded. */
export function rounded(step: number): LinearMap {
  return { apply: (x) => x.map((value) => step * Math.round(value / step)), transpose: (g) => g };
}

/** The first, then the second, and so on. */
export function inTurn(maps: readonly LinearMap[]): LinearMap {
  return {
    apply: (x) => maps.reduce((signal, map) => map.apply(signal), x),
    transpose: (g) => maps.reduceRight((back, map) => map.transpose(back), g),
  };
}

function within(at: number, n: number): number {
  return Math.min(n - 1, Math.max(0, at));
}

function sumOver(row: ReturnType<Row>, value: (from: number, weight: number) => number): number {
  let sum = 0;
  for (const [from, weight] of row) sum += value(from, weight);
  return sum;
}
