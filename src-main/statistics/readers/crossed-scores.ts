import { AppError } from '../../../src-shared/errors/app-error.ts';

/** What one reader made of one case. */
export interface Score {
  reader: string;
  case: string;
  /** 1 for right and 0 for wrong. */
  score: number;
}

/** One arm as a table of readers × cases, row by row: how often each reader judged each case, and the sum of the scores. */
export interface ArmScores {
  counts: Float64Array;
  sums: Float64Array;
}

/** One arm, or two to be compared, with the same readers and cases in the same places of both. */
export interface CrossedScores {
  readers: number;
  cases: number;
  arms: readonly ArmScores[];
}

/** Places the scores of one arm or two; yields after each score. Throws AppError 'bad-input' for an arm without any. */
export function* crossSteps(arms: readonly (readonly Score[])[]): Generator<void, CrossedScores> {
  const readers = places(arms.flatMap((scores) => scores.map(({ reader }) => reader)));
  yield;
  const cases = places(arms.flatMap((scores) => scores.map((each) => each.case)));
  const tables: ArmScores[] = [];
  for (const scores of arms) {
    if (scores.length === 0) throw new AppError('bad-input', 'An arm has no answers: give at least one in each.');
    const table = {
      counts: new Float64Array(readers.size * cases.size),
      sums: new Float64Array(readers.size * cases.size),
    };
    for (const { reader, case: shown, score } of scores) {
      yield;
      const cell = (readers.get(reader) as number) * cases.size + (cases.get(shown) as number);
      table.counts[cell] = (table.counts[cell] as number) + 1;
      table.sums[cell] = (table.sums[cell] as number) + score;
    }
    tables.push(table);
  }
  return { readers: readers.size, cases: cases.size, arms: tables };
}

const places = (names: readonly string[]): Map<string, number> =>
  new Map([...new Set(names)].map((name, place) => [name, place]));

/** Totals of a table over each reader, each case, or everything. */
export function margins(
  table: Float64Array,
  { readers, cases }: Pick<CrossedScores, 'readers' | 'cases'>,
): { byReader: Float64Array; byCase: Float64Array; all: number } {
  const byReader = new Float64Array(readers);
  const byCase = new Float64Array(cases);
  let all = 0;
  for (let r = 0; r < readers; r++) {
    for (let c = 0; c < cases; c++) {
      const value = table[r * cases + c] as number;
      byReader[r] = (byReader[r] as number) + value;
      byCase[c] = (byCase[c] as number) + value;
      all += value;
    }
  }
  return { byReader, byCase, all };
}

/** The sign with which an arm enters the estimate: the mean of one arm, or the first mean minus the second. */
export const signOf = (arm: number): number => (arm === 0 ? 1 : -1);

/** The mean score of one arm, or the difference of the two. */
export function estimateOf({ arms }: CrossedScores): number {
  const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);
  return arms.reduce((sum, { counts, sums }, arm) => sum + (signOf(arm) * total(sums)) / total(counts), 0);
}
