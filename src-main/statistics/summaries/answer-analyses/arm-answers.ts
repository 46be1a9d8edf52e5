import type { AnswerAnalysis } from '../../../../src-shared/questions/answer-analyses/answer-analysis.ts';
import type { RowOf } from '../../../../src-shared/tables/field-declaration.ts';
import type { ResultRow } from '../../../../src-shared/study/result-fields.ts';

/** One reader's answers in one arm. */
export interface ArmAnswers {
  /** At least one. */
  rows: readonly ResultRow[];
  /** How many of them are right. */
  correct: number;
  /** Every planned trial of the arm is answered. */
  complete: boolean;
  /** As the protocol sets it. */
  similarityMargin: number;
}

/** An analysis of them: a value for each of its fields. */
export type AnalysisOf<Analysis extends AnswerAnalysis> = (answers: ArmAnswers) => RowOf<Analysis['fields']>;
