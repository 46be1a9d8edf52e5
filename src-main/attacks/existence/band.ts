import { uniform, type RandomGenerator } from '../../numeric/random.ts';
import { smoothedNear, type Neighbourhood } from './neighbourhood.ts';

/** The smallest and the largest value that some signals take at each sample; ADC units. */
export interface Band {
  low: Int16Array;
  high: Int16Array;
}

/** The band of one signal, which further signals widen. */
export function bandOf(signal: Int16Array): Band {
  return { low: signal.slice(), high: signal.slice() };
}

export function widen({ low, high }: Band, signal: Int16Array): void {
  for (let i = 0; i < signal.length; i++) {
    if (signal[i]! < low[i]!) low[i] = signal[i]!;
    if (signal[i]! > high[i]!) high[i] = signal[i]!;
  }
}

/** One new signal: a[t] ~ U(min, max) at every sample, x″ = x + clip(K̄ ⊗ (a − x), ±ε) (Han et al. 2020, Fig. 3). */
export function drawInBand(near: Neighbourhood, band: Band, random: RandomGenerator): Int16Array {
  return smoothedNear(near, anywhereIn(band, random));
}

/** a (n,): independent and uniform between low and high. */
export function anywhereIn({ low, high }: Band, random: RandomGenerator): Float64Array {
  return Float64Array.from(low, (from, i) => from + (high[i]! - from) * uniform(random));
}
