import { AppError } from '../errors/app-error.ts';
import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';
import { isReal } from './is-real.ts';
import { isRealRating } from './is-real-rating.ts';
import { sameClass } from './same-class.ts';
import { whichIsReal } from './which-is-real.ts';

/** What a reader can be asked about one tracing or two. A new question is a file of its own and a line here. */
export const QUESTIONS = [whichIsReal, sameClass, isReal, isRealRating] as const;

export type Question = (typeof QUESTIONS)[number];
export type QuestionId = Question['id'];
export type Answer = Question['answers'][number]['id'];
/** What determines the right answer to a trial. */
export type TrialTruth = ReturnType<Question['truthOf']>;
type QuestionField = Question['fields'][number];
type AnalysisField = Question['analysis']['fields'][number];
export type AnalysisId = Question['analysis']['id'];

export const QUESTION_IDS: readonly QuestionId[] = QUESTIONS.map(({ id }) => id);
/** Every answer to any question. */
export const ANSWERS: readonly Answer[] = [...new Set(QUESTIONS.flatMap(({ answers }) => answers.map(({ id }) => id)))];

/** Fields of a result row that not every question fills. */
export const QUESTION_FIELDS = uniqueByName(QUESTIONS.flatMap(({ fields }): readonly QuestionField[] => fields));
/** Columns of the summary that not every question's analysis fills. */
export const ANALYSIS_FIELDS = uniqueByName(
  QUESTIONS.flatMap(({ analysis }): readonly AnalysisField[] => analysis.fields),
);

/** Throws AppError 'bad-input' for an id that no question has. */
export function questionOf(id: string): Question {
  const question = QUESTIONS.find((each) => each.id === id);
  if (question) return question;
  throw new AppError('bad-input', `There is no question "${id}". This version knows ${QUESTION_IDS.join(', ')}.`);
}

/** The questions' own fields for one answer, in order; null for fields that its question does not have, and without an answer. */
export function recordedFields(question: QuestionId, answer: Answer | null): RowOf<typeof QUESTION_FIELDS> {
  const records: Partial<Record<string, unknown>> = {
    ...(answer !== null && questionOf(question).option(answer).records),
  };
  return Object.fromEntries(QUESTION_FIELDS.map(({ name }) => [name, records[name] ?? null])) as RowOf<
    typeof QUESTION_FIELDS
  >;
}

/** ' Empty if the question is …', for fields that the questions of this kind leave empty, with the reason if given. */
export function emptyWhere(leavesEmpty: (question: Question) => boolean, reason = ''): string {
  const ids = QUESTIONS.filter(leavesEmpty).map(({ id }) => id);
  return ids.length === 0 ? '' : ` Empty if the question is ${ids.join(' or ')}${reason}.`;
}

function uniqueByName<Field extends FieldDeclaration>(fields: readonly Field[]): Field[] {
  return [...new Map(fields.map((field) => [field.name, field])).values()];
}
