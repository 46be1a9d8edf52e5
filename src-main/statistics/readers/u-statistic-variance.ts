import { margins, signOf, type ArmScores, type CrossedScores } from './crossed-scores.ts';

/** The variance of the estimate, in the parts that come of readers, of cases, and of what a reader makes of a case. */
export interface VarianceParts {
  reader: number;
  case: number;
  interaction: number;
}

/**
 * The variance of a mean score over readers and cases, both drawn at random, or of the difference of two such means: the
 * one-shot U-statistic estimate of Gallas, Pennello and Myers (J. Opt. Soc. Am. A 24, 2007, B70), for any design with the
 * weights of Gallas and Brown (Neural Networks 21, 2008, 387), as `uStat11.jointD` of iMRMC computes it.
 *
 * With d the number of times that a reader judged a case and s the score, products of two scores are averaged over the
 * pairs of scores that share reader and case (M₁), the case only (M₂), the reader only (M₃) and neither (M₄ = P²):
 *
 *     V = Σ N_k (M_k − M₄) / N²,   k = 1, 2, 3,   N_k pairs of each kind among N²
 *
 * and V(P₁ − P₂) = V₁ + V₂ − 2·V₁₂, the last with one score of each arm in a pair. It is unbiased, and can therefore be
 * 0 or less. Its parts are with σ²ᵣ = M₃ − M₄, σ²_c = M₂ − M₄, and the rest of M₁ − M₄ the interaction.
 * Null where no two scores share neither reader nor case: one reader or one case.
 */
export function uStatisticVariance(scores: CrossedScores): VarianceParts | null {
  const total = { reader: 0, case: 0, interaction: 0 };
  for (const [i, first] of scores.arms.entries()) {
    for (const [j, second] of scores.arms.entries()) {
      const parts = covariance(first, second, scores);
      if (parts === null) return null;
      const sign = signOf(i) * signOf(j);
      total.reader += sign * parts.reader;
      total.case += sign * parts.case;
      total.interaction += sign * parts.interaction;
    }
  }
  return total;
}

export const totalOf = ({ reader, case: shown, interaction }: VarianceParts): number => reader + shown + interaction;

/** How many pairs of scores share something, and the sum of their products. */
interface Products {
  pairs: number;
  sum: number;
}

function covariance(first: ArmScores, second: ArmScores, scores: CrossedScores): VarianceParts | null {
  const [a, b] = [first, second].map((arm) => ({
    counts: margins(arm.counts, scores),
    sums: margins(arm.sums, scores),
  })) as [MarginsOfArm, MarginsOfArm];
  const all = { pairs: a.counts.all * b.counts.all, sum: a.sums.all * b.sums.all };
  const reader = { pairs: dot(a.counts.byReader, b.counts.byReader), sum: dot(a.sums.byReader, b.sums.byReader) };
  const shown = { pairs: dot(a.counts.byCase, b.counts.byCase), sum: dot(a.sums.byCase, b.sums.byCase) };
  const cell = { pairs: dot(first.counts, second.counts), sum: dot(first.sums, second.sums) };
  const neither = minus(minus(all, reader), minus(shown, cell));
  if (neither.pairs === 0) return null;
  const beyondChance = ({ pairs, sum }: Products): number =>
    pairs === 0 ? 0 : sum / pairs - neither.sum / neither.pairs;
  const ofReader = beyondChance(minus(reader, cell));
  const ofCase = beyondChance(minus(shown, cell));
  const ofBoth = cell.pairs === 0 ? 0 : beyondChance(cell) - ofReader - ofCase;
  return {
    reader: (reader.pairs * ofReader) / all.pairs,
    case: (shown.pairs * ofCase) / all.pairs,
    interaction: (cell.pairs * ofBoth) / all.pairs,
  };
}

interface MarginsOfArm {
  counts: ReturnType<typeof margins>;
  sums: ReturnType<typeof margins>;
}

const minus = (a: Products, b: Products): Products => ({ pairs: a.pairs - b.pairs, sum: a.sum - b.sum });

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
