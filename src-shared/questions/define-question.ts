import type { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { FieldDeclaration, ValueOf } from '../study/field-declaration.ts';
import type { Side } from '../study/side.ts';
import type { AnswerAnalysis } from './answer-analyses/answer-analysis.ts';

/** What the truth of a trial is made from. Both tracings of a pair are of one record. */
export interface TrialDesign {
  /** Where the original stands. */
  realSide: Side;
}

/** How a virtual reader decides. */
export interface VirtualProbabilities {
  /** Of the right answer, where something can be right by looking. */
  probabilityRight: number;
  /** Of "same", whatever the pair. */
  probabilitySame: number;
}

/** One answer that a reader can give. */
export interface AnswerOption<Id extends string = string, Records = object> {
  id: Id;
  /** Keys that choose it (KeyboardEvent.key); the answer bar shows the first. */
  keys: readonly [string, ...string[]];
  label: () => string;
  /** The tracing that it means (0 upper, 1 lower), if it means one: a click on that tracing chooses it. */
  tracing: 0 | 1 | null;
  /** What it puts into the question's own fields of a result row. */
  records: Records;
}

interface QuestionDefinition<
  Id extends string,
  AnswerId extends string,
  Truth extends { question: Id },
  Fields extends readonly FieldDeclaration[],
  Analysis extends AnswerAnalysis,
> {
  /** As protocols, workspaces and exports spell it: never changed once released. */
  id: Id;
  /** What the reader is asked, in the one wording that window and documents use. */
  text: () => string;
  /** At least two, in the order of the answer bar. */
  answers: readonly AnswerOption<AnswerId, { [Field in Fields[number] as Field['name']]: ValueOf<Field> }>[];
  /** Everything that the right answer follows from. */
  truth: z.ZodType<Truth>;
  truthOf: (trial: TrialDesign) => Truth;
  right: (truth: Truth) => AnswerId;
  /** When an answer is right, as a clause of the data dictionary. */
  rightWhen: string;
  /** What a virtual reader answers; `drawn` is uniform in [0, 1). */
  virtualAnswer: (truth: Truth, probabilities: VirtualProbabilities, drawn: number) => AnswerId;
  /** Fields of a result row that only this question fills, or this and some others; empty with all others. */
  fields: Fields;
  /** How a reader's answers are summarised. */
  analysis: Analysis;
  plot: {
    /** What the plotted share is a share of. */
    share: () => string;
    /** Heading of the column that counts it. */
    counted: () => string;
  };
}

/**
 * A question from its definition. Whoever asks any question holds some truth and some answer: what comes in is parsed,
 * so that neither another question's truth nor its answer is ever taken for this one's.
 */
export function defineQuestion<
  const Id extends string,
  const AnswerId extends string,
  Truth extends { question: Id },
  const Fields extends readonly FieldDeclaration[],
  Analysis extends AnswerAnalysis,
>(definition: QuestionDefinition<Id, AnswerId, Truth, Fields, Analysis>) {
  const { id, answers, truth, right, virtualAnswer } = definition;
  return {
    ...definition,
    /** The option with this id. Throws AppError 'bad-input' for an answer to another question. */
    option(answer: string): (typeof answers)[number] {
      const option = answers.find((each) => each.id === answer);
      if (option) return option;
      const fitting = answers.map((each) => each.id).join(' or ');
      throw new AppError('bad-input', `"${answer}" does not answer the question ${id}: give ${fitting}.`);
    },
    right: (of: { question: string }): AnswerId => right(truth.parse(of)),
    virtualAnswer: (of: { question: string }, probabilities: VirtualProbabilities, drawn: number): AnswerId =>
      virtualAnswer(truth.parse(of), probabilities, drawn),
  };
}
