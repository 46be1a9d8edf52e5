import { questionOf, type AnalysisId } from '../../../src-shared/questions/index.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import { pStatement } from '../../../src-shared/format/p-value.ts';
import { proportion } from '../../../src-shared/format/share.ts';

const SIGNIFICANT = 0.05;

interface Verdict {
  short: string;
  reason: string;
}

const VERDICTS: Record<AnalysisId, (row: SummaryRow) => Verdict> = {
  'forced-choice': forcedChoiceVerdict,
  proportion: noTest,
};

/** What may be claimed from one reader's answers in one arm. */
export function verdict(row: SummaryRow): Verdict {
  return VERDICTS[questionOf(row.question).analysis.id](row);
}

/**
 * "Cannot be told apart" is claimed only where the similarity test supports it; not differing from 0.5 is no evidence of
 * it.
 */
function forcedChoiceVerdict(row: SummaryRow): Verdict {
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
  // Only analyses without a level of chance have no p.
  const p = row.p_two_sided ?? 1;
  const reason = `${pStatement(p)}; upper bound ${proportion(row.similarity_upper)}.`;
  if (p >= SIGNIFICANT) return { short: 'Undecided', reason };
  return { short: row.proportion > 0.5 ? 'Told apart' : 'Taken for the other', reason };
}

function noTest(row: SummaryRow): Verdict {
  return {
    short: 'No test',
    reason: `${questionOf(row.question).plot.counted()}: ${row.correct} of ${row.n}; no share means guessing here, so that nothing is tested.`,
  };
}
