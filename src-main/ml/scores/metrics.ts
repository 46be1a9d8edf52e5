import type { Metrics } from '../../../src-shared/models/scores.ts';
import { CLASS_CODES, type ClassIndex } from '../../../src-shared/ecg.ts';
import { sum } from '../../numeric/sums.ts';

/** How well a classifier did. `confusion[t][p]` counts records of class t for which it predicted p. */
export type Scores = Omit<Metrics, 'intervals' | 'calibration'>;

/** Scores of predicted against true classes. F1 = 2·TP / (true + predicted), 0 for a class that occurs in neither. */
export function scorePredictions(truth: readonly ClassIndex[], predicted: readonly ClassIndex[]): Scores {
  const confusion = CLASS_CODES.map(() => CLASS_CODES.map(() => 0));
  truth.forEach((label, i) => {
    const row = confusion[label] as number[];
    const column = predicted[i] as ClassIndex;
    row[column] = (row[column] as number) + 1;
  });
  return scoreConfusion(confusion);
}

/** @internal Exported for its tests. */
export function scoreConfusion(confusion: number[][]): Scores {
  const hits = confusion.map((row, k) => row[k] as number);
  const records = sum(confusion.map(sum));
  const f1s = hits.map((hit, k) => {
    const both = sum(confusion[k] as number[]) + sum(confusion.map((row) => row[k] as number));
    return both === 0 ? 0 : (2 * hit) / both;
  });
  const [n, a, o, noise] = f1s as [number, number, number, number];
  return {
    records,
    accuracy: records === 0 ? 0 : sum(hits) / records,
    f1: { N: n, A: a, O: o, '~': noise },
    meanF1: (n + a + o) / 3,
    confusion,
  };
}
