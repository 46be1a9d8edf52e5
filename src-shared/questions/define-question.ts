import type { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import type { FieldDeclaration, ValueOf } from '../tables/field-declaration.ts';
import type { Side } from './side.ts';
import type { AnswerAnalysis } from './answer-analyses/answer-analysis.ts';

/** What determines the truth of a trial. */
export interface TrialDesign {
  /** The side of the original; a question about one tracing shows that of side 1. */
  realSide: Side;
  /** Whether both tracings are of one record, or of two of one class. */
  sameClass: boolean;
}

/** How a virtual reader decides. */
export interface VirtualProbabilities {
  /** Of the right answer, if looking can tell which one that is. */
  probabilityRight: number;
  /** Of "same", where the pair is of one record; of two, as often as looking does not tell. */
  probabilitySame: number;
}

/** One answer that a reader can give. */
export interface AnswerOption<Id extends string = string, Records = object> {
  id: Id;
  /** Keys that choose it (KeyboardEvent.key, letters in either case, digits by their position); the answer bar shows the first. */
  keys: readonly [string, ...string[]];
  label: () => string;
  /** The tracing that it stands for (0 upper, 1 lower), if any: a click on that tracing chooses it. */
  tracing: 0 | 1 | null;
  /** The values of the question's own fields of a result row. */
  records: Records;
}

interface QuestionDefinition<
  Id extends string,
  AnswerId extends string,
  Truth extends { question: Id },
  Fields extends readonly FieldDeclaration[],
  Analysis extends AnswerAnalysis,
> {
  /** As in protocols, workspaces and exports: never changed once released. */
  id: Id;
  /** What the reader is asked, in the one wording that window and documents use. */
  text: () => string;
  /** How many tracings it is about. */
  tracings: 1 | 2;
  /** What stands on the paper of each tracing, upper first; none on a single one. */
  badges: readonly string[];
  /** Whether it can be asked about tracings of two records of different classes. */
  foils: boolean;
  /** At least two, in the order of the answer bar. */
  answers: readonly AnswerOption<AnswerId, { [Field in Fields[number] as Field['name']]: ValueOf<Field> }>[];
  /** Everything that determines the right answer. */
  truth: z.ZodType<Truth>;
  truthOf: (trial: TrialDesign) => Truth;
  /** The answers that are right: one, or of ratings all on one side. */
  right: (truth: Truth) => readonly AnswerId[];
  /** The answers that say that what is asked for is there; none where it is always there. */
  detects: readonly AnswerId[];
  /** When an answer is right, as a clause of the data dictionary. */
  rightWhen: string;
  /** A virtual reader's answer; `drawn` is uniform in [0, 1). */
  virtualAnswer: (truth: Truth, probabilities: VirtualProbabilities, drawn: number) => AnswerId;
  /** Fields of a result row that only this question fills, or this and some others; empty for all others. */
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
 * A question from its definition. Callers that handle any question hold some truth and some answer: both are parsed, so
 * that another question's truth or answer is never taken for this one's.
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
    right: (of: { question: string }): readonly AnswerId[] => right(truth.parse(of)),
    virtualAnswer: (of: { question: string }, probabilities: VirtualProbabilities, drawn: number): AnswerId =>
      virtualAnswer(truth.parse(of), probabilities, drawn),
  };
}
