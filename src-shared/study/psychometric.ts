/** How one reader sees larger perturbations better: a Weibull function of the size, on top of guessing. */
export interface Psychometric {
  /** Size of perturbation, µV, of which half are seen: ¾ right answers but for lapses. */
  threshold: number;
  slope: number;
  /** Share of pairs that are missed however large the perturbation. */
  lapses: number;
}

const GUESSED = 0.5;

/**
 * Share of right answers at a size x, ψ(x) = ½ + (½ − λ)·F(x), with Weibull's F(x) = 1 − 2^(−(x/θ)^β) (Quick 1974; the
 * parameters as in Wichmann and Hill, Perception & Psychophysics 63, 2001, 1293), θ the threshold: F(θ) = ½.
 */
export function psychometricFunction({ threshold, slope, lapses }: Psychometric, size: number): number {
  return GUESSED + (1 - GUESSED - lapses) * -Math.expm1(-Math.LN2 * (size / threshold) ** slope);
}
