import type { FieldDeclaration } from '../../tables/field-declaration.ts';
import type { AnswerAnalysis } from './answer-analysis.ts';
import { detection } from './detection.ts';

const ROC_AREA = {
  name: 'roc_area',
  type: 'number',
  nullable: true,
  description:
    'Area under the ROC curve of the ratings: how often a trial with what is asked for is rated higher than one without, ties counted half. Empty without trials of both kinds.',
} as const satisfies FieldDeclaration;

/** The same by ratings, whose numbers are the ids of the answers. */
export const ratedDetection = {
  ...detection(0.5),
  id: 'rated-detection',
  fields: [...detection(0.5).fields, ROC_AREA],
} as const satisfies AnswerAnalysis;
