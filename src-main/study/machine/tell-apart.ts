import { foldsOf } from '../../numeric/folds.ts';
import { streamGenerator } from '../../numeric/random.ts';
import { sum, sumOf } from '../../numeric/sums.ts';
import { SECOND_DIFFERENCES } from './cues.ts';
import { dot, fitPairs } from './pair-logistic.ts';

const FOLDS = 10;
const PENALTY = 10;

/**
 * How many of these pairs a logistic regression tells apart that learned from the others: ten folds of pairs, cues
 * scaled by the pairs learned from. `differences`: for each pair the cues of its real tracing minus those of the other
 * (see cuesOf). A pair about which it cannot say anything counts for half. One pair alone counts for half too.
 */
export function tellApart(differences: readonly (readonly number[])[]): number {
  return sum([...tellByFold(differences)]);
}

/**
 * How many of these pairs are told apart by one rule, that the tracing with less energy in its second differences is the real
 * one: what is added to a tracing makes it rougher. It learns nothing. Equal ones count for half.
 */
export const tellSmoother = (differences: readonly (readonly number[])[]): number =>
  sumOf(differences, (row) => (1 - Math.sign(row[SECOND_DIFFERENCES] ?? 0)) / 2);

/** What tellApart says, fold by fold, for who has to answer others in between. */
export function* tellByFold(differences: readonly (readonly number[])[]): Generator<number, void> {
  if (differences.length < 2) {
    yield differences.length / 2;
    return;
  }
  const folds = foldsOf(differences.length, FOLDS, streamGenerator(1, 0));
  for (const [fold, judged] of folds.entries()) {
    const learned = folds.flatMap((others, at) => (at === fold ? [] : others.map((pair) => differences[pair]!)));
    const scales = scalesOf(learned);
    const scaled = (row: readonly number[]): number[] => row.map((value, i) => value / scales[i]!);
    const weights = fitPairs(learned.map(scaled), PENALTY);
    yield sumOf(judged, (pair) => {
      const says = dot(scaled(differences[pair]!), weights);
      return says > 0 ? 1 : says < 0 ? 0 : 0.5;
    });
  }
}

/** Root mean square of each cue: differences are about 0, whichever side is which. 1 for a cue that is always equal. */
function scalesOf(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_, i) => Math.sqrt(sumOf(rows, (row) => row[i]! ** 2) / rows.length) || 1);
}
