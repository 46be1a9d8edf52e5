import type { FieldDeclaration, RowOf } from '../../tables/field-declaration.ts';

/** What every summary row says about one reader's answers in one arm, whatever the analysis. */
interface ArmCounts {
  n: number;
  planned: number;
  complete: 0 | 1;
  correct: number;
  proportion: number;
  p_two_sided: number | null;
}

/** The part of a summary row on which an analysis with these fields bases its verdict. */
export type AnalysedRow<Fields extends readonly FieldDeclaration[]> = ArmCounts & RowOf<Fields>;

/** What may be claimed from one reader's answers in one arm. */
export interface Verdict {
  short: string;
  reason: string;
}

/**
 * How one reader's answers in one arm are summarised, besides their count, share and intervals. Its mathematics is in
 * src-main/statistics/summaries/answer-analyses, under the same id.
 */
export interface AnswerAnalysis {
  id: string;
  /** Share of right answers that guessing gives; null if no share means guessing. */
  chance: number | null;
  /** Columns that it adds to the summary; nullable, since they are empty for the questions of other analyses. */
  fields: readonly FieldDeclaration[];
  /** What the lines in the plot of the shares mean; null if there are none. */
  lines: (() => string) | null;
  /**
   * The heading of the verdicts, and the verdict on one row (AnalysedRow of its fields), or null for a row that has none;
   * null if none has.
   */
  verdict: { title: () => string; of: (row: never) => Verdict | null } | null;
}
