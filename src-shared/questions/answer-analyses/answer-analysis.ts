import type { FieldDeclaration } from '../../study/field-declaration.ts';

/**
 * How one reader's answers in one arm are summarised, beside their count, share and intervals. What it computes lies in
 * src-main/statistics/summaries/answer-analyses, under the same id.
 */
export interface AnswerAnalysis<
  Id extends string = string,
  Fields extends readonly FieldDeclaration[] = readonly FieldDeclaration[],
> {
  id: Id;
  /** Share of right answers that guessing gives; null where no share means guessing. */
  chance: number | null;
  /** Columns that it adds to the summary; nullable, since they are empty with the questions of other analyses. */
  fields: Fields;
  plot: {
    /** What the lines in the plot are; null without any. */
    lines: (() => string) | null;
    /** Heading of the verdicts; null where none is given. */
    verdict: (() => string) | null;
  };
}
