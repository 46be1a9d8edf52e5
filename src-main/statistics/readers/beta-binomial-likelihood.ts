/** What one reader got right, of how many. */
export interface ReaderCounts {
  correct: number;
  n: number;
}

/** So many readers with the same counts. */
export interface Alike extends ReaderCounts {
  times: number;
}

/** Readers with the same counts have the same likelihood; those with fewer wrong answers come first. */
export function alikeOf(readers: readonly ReaderCounts[]): Alike[] {
  return [...Map.groupBy(readers, ({ correct, n }) => `${correct} ${n}`).values()]
    .map((same) => ({ ...(same[0] as ReaderCounts), times: same.length }))
    .sort((a, b) => a.n - a.correct - (b.n - b.correct));
}

/**
 * The log-likelihood of the chance-corrected beta-binomial but for `logOfCounts`: of each reader
 * ln Σᵢ C(k, i) B(α + i, β + n − k) / B(α, β), i of the k right pairs having been told apart.
 */
export function logLikelihood(readers: readonly Alike[], mu: number, gamma: number): number {
  if (gamma === 0) return readers.reduce((sum, reader) => sum + reader.times * ofBinomial(reader, mu), 0);
  // γ = 1, all told apart or nothing, is reached in the limit.
  const total = Math.max(1e-9, (1 - gamma) / gamma);
  const beta = (1 - mu) * total;
  let sum = 0;
  // B(α, β + j) / B(α, β), on and on to the reader with the most wrong answers.
  let [log, product, j] = [0, 1, 0];
  for (const { correct, n, times } of readers) {
    for (; j < n - correct; j++) {
      product *= (beta + j) / (total + j);
      if (product < 1e-250) {
        log += Math.log(product);
        product = 1;
      }
    }
    sum += times * (log + Math.log(product) + toldApart(correct, mu * total, total + n - correct));
  }
  return sum;
}

function ofBinomial({ correct, n }: ReaderCounts, mu: number): number {
  return correct * Math.log1p(mu) + (n === correct ? 0 : (n - correct) * Math.log1p(-mu));
}

/**
 * ln Σᵢ C(k, i) (α)ᵢ / (rest)ᵢ of rising factorials, rest = α + β + n − k: terms of one sign, each from the one before it,
 * until all that follow add up to less than a rounding error.
 */
function toldApart(k: number, alpha: number, rest: number): number {
  let log = 0;
  let [term, sum] = [1, 1];
  for (let i = 0; i < k; i++) {
    term *= ((k - i) * (alpha + i)) / ((i + 1) * (rest + i));
    sum += term;
    if (term < sum * NEGLIGIBLE && shrinks(k - i - 1, rest + i + 1, (alpha + i + 1) / (i + 2))) break;
    if (sum > 1e250) {
      log += Math.log(sum);
      term /= sum;
      sum = 1;
    }
  }
  return log + Math.log(sum);
}

const NEGLIGIBLE = 1e-18;

/** Whether each term that follows is at most half of the one before: the first factor falls, the other tends to 1 from one side. */
const shrinks = (left: number, rest: number, other: number): boolean => 2 * left * Math.max(1, other) < rest;

/** What does not depend on μ and γ: Σ ln C(n, k) − n·ln 2. */
export const logOfCounts = (readers: readonly ReaderCounts[]): number =>
  readers.reduce((sum, { correct, n }) => sum + logChoose(n, correct) - n * Math.LN2, 0);

/** ln C(n, k). */
function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= Math.min(k, n - k); i++) sum += Math.log((n - i + 1) / i);
  return sum;
}
