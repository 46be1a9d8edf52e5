import type { Calibration } from '../../../src-shared/models/scores.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { argmax } from '../../numeric/argmax.ts';
import { bootstrap, middle95, type BootstrapOptions } from '../../numeric/bootstrap.ts';
import { sum, sumOf } from '../../numeric/sums.ts';

const BINS = 10;

interface Guess {
  bin: number;
  confidence: number;
  right: 0 | 1;
}

interface Bin {
  records: number;
  confidence: number | null;
  accuracy: number | null;
}

/**
 * Reliability of the probability of the predicted class (Guo et al. 2017): ten bins of equal width, the expected
 * calibration error, and 95 % percentile bootstrap intervals over records. `probabilities`: one row per record.
 */
export function calibrate(
  truth: readonly ClassIndex[],
  probabilities: readonly (readonly number[])[],
  options: BootstrapOptions = {},
): Calibration {
  const guesses = probabilities.map((row, i): Guess => {
    const confidence = Math.max(...row);
    const bin = Math.min(BINS - 1, Math.max(0, Math.ceil(confidence * BINS) - 1));
    return { bin, confidence, right: argmax(row) === truth[i] ? 1 : 0 };
  });
  const draws = bootstrap(guesses.length, options, (indices) =>
    binned(indices.map((index) => guesses[index] as Guess)),
  );
  return {
    bins: binned(guesses).map((bin, i) => {
      const accuracies = draws.flatMap((bins) => bins[i]?.accuracy ?? []);
      const interval = bin.records === 0 ? null : middle95(accuracies);
      return { low: i / BINS, high: (i + 1) / BINS, ...bin, interval };
    }),
    error: expectedError(binned(guesses)),
    errorInterval: middle95(draws.map(expectedError)),
  };
}

function binned(guesses: readonly Guess[]): Bin[] {
  const counts = new Float64Array(BINS);
  const confidences = new Float64Array(BINS);
  const hits = new Float64Array(BINS);
  for (const { bin, confidence, right } of guesses) {
    counts[bin] = (counts[bin] as number) + 1;
    confidences[bin] = (confidences[bin] as number) + confidence;
    hits[bin] = (hits[bin] as number) + right;
  }
  return Array.from(counts, (records, i) => {
    const mean = (sums: Float64Array): number | null => (records === 0 ? null : (sums[i] as number) / records);
    return { records, confidence: mean(confidences), accuracy: mean(hits) };
  });
}

function expectedError(bins: readonly Bin[]): number {
  const total = sumOf(bins, ({ records }) => records);
  const gaps = bins.map(({ records, confidence, accuracy }) => records * Math.abs((accuracy ?? 0) - (confidence ?? 0)));
  return sum(gaps) / Math.max(1, total);
}
