export interface KappaTable {
  /** Square table of proportions, first reader in rows. */
  shares: readonly (readonly number[])[];
  /** Its margins. */
  rows: readonly number[];
  columns: readonly number[];
  /** Agreement expected by chance, Σ rowᵢ·columnᵢ. */
  chance: number;
  kappa: number;
  n: number;
}

/**
 * The large-sample standard errors of Cohen's κ, in general and under κ = 0
 * (Fleiss, Cohen, Everitt, "Large sample standard errors of kappa and weighted kappa", Psychol. Bull. 72, 1969).
 */
export function kappaErrors({ shares, rows, columns, chance, kappa, n }: KappaTable): { se: number; seNull: number } {
  let diagonal = 0;
  let beside = 0;
  let marginal = 0;
  shares.forEach((row, i) => {
    row.forEach((share, j) => {
      if (i === j) diagonal += share * (1 - (at(rows, i) + at(columns, i)) * (1 - kappa)) ** 2;
      else beside += share * (at(columns, i) + at(rows, j)) ** 2;
    });
    marginal += at(rows, i) * at(columns, i) * (at(rows, i) + at(columns, i));
  });
  const variance = diagonal + (1 - kappa) ** 2 * beside - (kappa - chance * (1 - kappa)) ** 2;
  const scale = (1 - chance) * Math.sqrt(n);
  // Rounding can leave −1e-17 where the variance is zero (perfect agreement).
  return {
    se: Math.sqrt(Math.max(0, variance)) / scale,
    seNull: Math.sqrt(Math.max(0, chance + chance ** 2 - marginal)) / scale,
  };
}

function at(values: readonly number[], index: number): number {
  return values[index] as number;
}
