import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import { pStatement } from '../../../src-shared/format/p-value.ts';
import { proportion } from '../../../src-shared/format/share.ts';

const SIGNIFICANT = 0.05;

/**
 * What may be claimed from one reader's answers in one arm. "Cannot be told apart" is claimed only where the similarity
 * test supports it; not differing from 0.5 is no evidence of it.
 */
export function verdict(row: SummaryRow): { short: string; reason: string } {
  if (row.question === 'same-class') {
    return {
      short: 'No test',
      reason: `Called the same ${row.correct} of ${row.n} times; the similarity test is for the other question.`,
    };
  }
  if (row.complete === 0) {
    return {
      short: 'Not finished',
      reason: `${row.n} of ${row.planned} pairs answered; what looks clear by now can still change.`,
    };
  }
  if (row.indistinguishable === 1) {
    return {
      short: 'Cannot be told apart',
      reason: `Upper bound ${proportion(row.similarity_upper)}, below the margin ${proportion(row.similarity_margin)}.`,
    };
  }
  // Only the other question has no p.
  const p = row.p_two_sided ?? 1;
  const reason = `${pStatement(p)}; upper bound ${proportion(row.similarity_upper)}.`;
  if (p >= SIGNIFICANT) return { short: 'Undecided', reason };
  return { short: row.proportion > 0.5 ? 'Told apart' : 'Taken for the other', reason };
}
