import type { Random } from '../../numeric/simulation-random.ts';
import type { Wave } from './beats.ts';

/** What one person's beats look like in a lead between the hands (lead I). Seconds and mV. */
export interface Heart {
  meanRrS: number;
  /** From the P wave's peak to the R peak. */
  prS: number;
  p: Wave;
  qrs: Wave[];
  tPeakMv: number;
  tWidthS: number;
}

export function drawHeart(random: Random, beatsPerMinute: number): Heart {
  const rMv = drawRMv(random);
  return {
    meanRrS: 60 / beatsPerMinute,
    prS: random.uniform(0.12, 0.165),
    p: { offsetS: 0, widthS: random.uniform(0.018, 0.024), peakMv: random.uniform(0.07, 0.15) },
    qrs: [
      { offsetS: -0.026, widthS: 0.0085, peakMv: -rMv * random.uniform(0.02, 0.15) },
      { offsetS: 0, widthS: random.uniform(0.0095, 0.0115), peakMv: rMv },
      { offsetS: 0.028, widthS: 0.01, peakMv: -rMv * random.uniform(0.05, 0.3) },
    ],
    tPeakMv: rMv * random.uniform(0.15, 0.32),
    tWidthS: random.uniform(0.042, 0.055),
  };
}

/** Height of R, mV: about 1, mostly between 0.6 and 1.6. */
export function drawRMv(random: Random): number {
  return Math.min(2.2, Math.max(0.45, Math.exp(0.26 * random.normal())));
}

export function pWave({ p, prS }: Heart): Wave {
  return { ...p, offsetS: -prS };
}

/** The T wave after an R-R interval: later after a longer one (Fridericia), and steeper on its way down than up. */
export function tWave({ tPeakMv, tWidthS }: Heart, rrBeforeS: number): Wave[] {
  const stretch = Math.cbrt(Math.min(1.4, Math.max(0.45, rrBeforeS)));
  const offsetS = 0.275 * stretch;
  return [
    { offsetS: offsetS - 0.035 * stretch, widthS: tWidthS * 1.15 * stretch, peakMv: 0.45 * tPeakMv },
    { offsetS, widthS: tWidthS * 0.8 * stretch, peakMv: 0.7 * tPeakMv },
  ];
}

/** All waves of an ordinary sinus beat. */
export function sinusBeat(heart: Heart, rrBeforeS: number): Wave[] {
  return [pWave(heart), ...heart.qrs, ...tWave(heart, rrBeforeS)];
}
