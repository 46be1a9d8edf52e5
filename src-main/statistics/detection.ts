import { AppError } from '../../src-shared/errors/app-error.ts';
import { normalDensity, normalQuantile } from './normal.ts';

export interface DetectionCounts {
  /** Trials with the signal, and in how many of them the reader said so. */
  signals: number;
  hits: number;
  /** Trials without it, and in how many of them the reader said so all the same. */
  noises: number;
  falseAlarms: number;
}

export interface Detection {
  /** Null without such trials. */
  hitRate: number | null;
  falseAlarmRate: number | null;
  /** Null without trials of both kinds. */
  dPrime: number | null;
  /** Standard error of d′. */
  se: number | null;
  /** Criterion: negative where the reader says rather often that the signal is there. */
  c: number | null;
}

/**
 * Yes/no detection: d′ = Φ⁻¹(H) − Φ⁻¹(F) and c = −(Φ⁻¹(H) + Φ⁻¹(F))/2 with the log-linear correction, (k + 0.5)/(n + 1)
 * for both rates whatever they are (Hautus 1995); the standard error of d′ by Gourevitch and Galanter (1967). The rates
 * themselves are not corrected. Throws AppError 'bad-input' for impossible counts.
 */
export function detect({ signals, hits, noises, falseAlarms }: DetectionCounts): Detection {
  for (const [k, n] of [
    [hits, signals],
    [falseAlarms, noises],
  ] as const)
    if (!Number.isInteger(k) || !Number.isInteger(n) || k < 0 || k > n)
      throw new AppError(
        'bad-input',
        `${k} of ${n} is no count: give whole numbers, at most as many as there are trials.`,
      );
  const rates = {
    hitRate: signals === 0 ? null : hits / signals,
    falseAlarmRate: noises === 0 ? null : falseAlarms / noises,
  };
  if (signals === 0 || noises === 0) return { ...rates, dPrime: null, se: null, c: null };
  const [h, f] = [corrected(hits, signals), corrected(falseAlarms, noises)];
  const [zh, zf] = [normalQuantile(h), normalQuantile(f)];
  const variance = (p: number, z: number, n: number): number => (p * (1 - p)) / n / normalDensity(z) ** 2;
  return {
    ...rates,
    dPrime: zh - zf,
    se: Math.sqrt(variance(h, zh, signals) + variance(f, zf, noises)),
    // Zero where two quantiles of opposite sign leave only their rounding.
    c: Math.abs(zh + zf) < 1e-12 ? 0 : -(zh + zf) / 2,
  };
}

const corrected = (k: number, n: number): number => (k + 0.5) / (n + 1);
