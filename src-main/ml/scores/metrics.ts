import type { Metrics } from '../../../src-shared/models/scores.ts';
import { CINC_2017_CLASSES, type ClassList } from '../../../src-shared/class-list.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { sum } from '../../numeric/sums.ts';

/** How well a classifier did. `confusion[t][p]` counts records of class t for which it predicted p. */
export type Scores = Omit<Metrics, 'intervals' | 'calibration'>;

/** Scores of predicted against true classes. F1 = 2·TP / (true + predicted), 0 for a class that occurs in neither. */
export function scorePredictions(
  truth: readonly ClassIndex[],
  predicted: readonly ClassIndex[],
  classes: ClassList = CINC_2017_CLASSES,
): Scores {
  const confusion = classes.map(() => classes.map(() => 0));
  truth.forEach((label, i) => {
    const row = confusion[label] as number[];
    const column = predicted[i] as ClassIndex;
    row[column] = (row[column] as number) + 1;
  });
  return scoreConfusion(confusion, classes);
}

/** @internal Exported for its tests. */
export function scoreConfusion(confusion: number[][], classes: ClassList = CINC_2017_CLASSES): Scores {
  const hits = confusion.map((row, k) => row[k] as number);
  const records = sum(confusion.map(sum));
  const f1s = hits.map((hit, k) => {
    const both = sum(confusion[k] as number[]) + sum(confusion.map((row) => row[k] as number));
    return both === 0 ? 0 : (2 * hit) / both;
  });
  const scored = f1s.filter((_, k) => classes[k]?.scored !== false);
  return {
    records,
    accuracy: records === 0 ? 0 : sum(hits) / records,
    f1: Object.fromEntries(classes.map(({ code }, k) => [code, f1s[k] as number])),
    meanF1: sum(scored) / scored.length,
    confusion,
  };
}
