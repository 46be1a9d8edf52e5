import { ANALYSIS_FIELDS, type AnalysisId, type Question } from '../../../../src-shared/questions/index.ts';
import type { RowOf } from '../../../../src-shared/tables/field-declaration.ts';
import type { AnalysisOf, ArmAnswers } from './arm-answers.ts';
import { analyseDetection, analyseRatedDetection } from './detection.ts';
import { analyseForcedChoice } from './forced-choice.ts';

const ANALYSES: { [Id in AnalysisId]: AnalysisOf<Extract<Question['analysis'], { id: Id }>> } = {
  'forced-choice': analyseForcedChoice,
  detection: analyseDetection,
  'rated-detection': analyseRatedDetection,
};

type AnalysisRow = RowOf<typeof ANALYSIS_FIELDS>;

const EMPTY = Object.fromEntries(ANALYSIS_FIELDS.map(({ name }) => [name, null])) as AnalysisRow;

/** The fields of every analysis, in order: those of this one as it computes them, the others empty. */
export function analyseAnswers(analysis: AnalysisId, answers: ArmAnswers): AnalysisRow {
  return { ...EMPTY, ...ANALYSES[analysis](answers) };
}
