import type { FieldDeclaration, RowOf } from '../../study/field-declaration.ts';

/** What every summary row says of one reader's answers in one arm, whatever the analysis. */
interface ArmCounts {
  n: number;
  planned: number;
  complete: 0 | 1;
  correct: number;
  proportion: number;
  p_two_sided: number | null;
}

/** The part of a summary row that an analysis with these fields judges by. */
export type AnalysedRow<Fields extends readonly FieldDeclaration[]> = ArmCounts & RowOf<Fields>;

/** What may be claimed from one reader's answers in one arm. */
export interface Verdict {
  short: string;
  reason: string;
}

/**
 * How one reader's answers in one arm are summarised, beside their count, share and intervals. Its mathematics lies in
 * src-main/statistics/summaries/answer-analyses, under the same id.
 */
export interface AnswerAnalysis {
  id: string;
  /** Share of right answers that guessing gives; null where no share means guessing. */
  chance: number | null;
  /** Columns that it adds to the summary; nullable, since they are empty with the questions of other analyses. */
  fields: readonly FieldDeclaration[];
  /** What the lines in the plot of the shares are; null without any. */
  lines: (() => string) | null;
  /** The heading of the verdicts, and the verdict on one row (AnalysedRow of its fields); null where there is none. */
  verdict: { title: () => string; of: (row: never) => Verdict } | null;
}
