import { describe, expect, it } from 'vitest';
import { judgeResponse, rightAnswers } from '../../../src-main/study/reading/judge-response.ts';
import { truthOf } from '../../../src-main/study/reading/trial-truth.ts';
import { answerTrial, drawTrial, readerRandom } from '../../../src-main/study/reading/virtual-reader.ts';
import {
  ANALYSIS_FIELDS,
  ANSWERS,
  QUESTION_FIELDS,
  QUESTION_IDS,
  QUESTIONS,
  questionOf,
  recordedFields,
  type QuestionId,
} from '../../../src-shared/questions/index.ts';
import { parseProtocol, type ProtocolInput } from '../../../src-shared/study/protocol.ts';
import { sameClass } from '../../../src-shared/questions/same-class.ts';
import { whichIsReal } from '../../../src-shared/questions/which-is-real.ts';
import { SIDES } from '../../../src-shared/questions/side.ts';

const each = QUESTIONS.map((question) => [question.id, question] as const);

describe('the list of questions', () => {
  it('keeps the ids that protocols, workspaces and exports hold', () => {
    expect(QUESTION_IDS.slice(0, 2)).toEqual(['which-is-real', 'same-class']);
    expect(ANSWERS.slice(0, 4)).toEqual(['1', '2', 'same', 'different']);
    expect(new Set(QUESTION_IDS).size).toBe(QUESTION_IDS.length);
  });

  it('names an id that it does not know, and those that it knows', () => {
    expect(() => questionOf('which-is-longer')).toThrow(
      `There is no question "which-is-longer". This version knows ${QUESTION_IDS.join(', ')}.`,
    );
  });

  it('leaves a field of some questions empty with all others', () => {
    expect(recordedFields('which-is-real', '1')).toEqual({ chosen_side: 1, said_real: null });
    expect(recordedFields('which-is-real', '2')).toEqual({ chosen_side: 2, said_real: null });
    expect(recordedFields('same-class', 'same')).toEqual({ chosen_side: null, said_real: null });
    expect(recordedFields('is-real', 'not-real')).toEqual({ chosen_side: null, said_real: 0 });
    expect(recordedFields('is-real-rating', '4')).toEqual({ chosen_side: null, said_real: 1 });
    expect(() => recordedFields('same-class', '2')).toThrow('"2" does not answer the question same-class');
  });

  it('takes the truth of no other question', () => {
    expect(() => whichIsReal.right({ question: 'same-class' })).toThrow(/which-is-real/);
    expect(() => sameClass.right(truthOf({ question: 'which-is-real', realSide: 1 }))).toThrow(/same-class/);
  });

  it('may leave out only columns that are declared to be missing at times', () => {
    for (const field of [...QUESTION_FIELDS, ...ANALYSIS_FIELDS]) expect(field.nullable, field.name).toBe(true);
  });
});

describe.each(each)('the question %s', (id, question) => {
  it('has words, and at least two answers with a key and a label of their own', () => {
    expect(id).toMatch(/^[a-z0-9][a-z0-9-]*$/);
    expect(question.text()).toMatch(/^\S.*\?$/);
    const labels = question.answers.map(({ label }) => label());
    expect(labels.length).toBeGreaterThanOrEqual(2);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it('never contradicts the numbers on its tracings', () => {
    expect(question.badges).toHaveLength(question.tracings === 1 ? 0 : 2);
    for (const { keys, label, tracing } of question.answers) {
      // An answer that stands for a tracing is chosen by the number on it; no other answer has such a key or name.
      if (tracing !== null) expect(keys[0]).toBe(question.badges[tracing]);
      else expect(question.badges.filter((badge) => [...keys, label()].includes(badge))).toEqual([]);
    }
  });

  it('has a right answer to every trial, whichever side is real', () => {
    for (const realSide of SIDES) {
      const truth = truthOf({ question: id, realSide });
      expect(question.truth.parse(truth)).toEqual(truth);
      const right = question.answers.filter((answer) => judgeResponse(answer.id, truth));
      expect(right.map((answer) => answer.id)).toEqual(rightAnswers(truth));
    }
  });

  it('is answered by a virtual reader, whatever is drawn', () => {
    for (const realSide of SIDES) {
      for (const drawn of [0, 0.3, 0.7, 1 - Number.EPSILON]) {
        const truth = truthOf({ question: id, realSide });
        const answer = question.virtualAnswer(truth, { probabilityRight: 0.5, probabilitySame: 0.5 }, drawn);
        expect(() => judgeResponse(answer, truth)).not.toThrow();
      }
    }
  });
});

it('no two questions that one study asks share a key, unless the protocol says so', () => {
  const tasks = (...questions: QuestionId[]): ProtocolInput['tasks'] =>
    questions.map((question, i) => ({
      ...{ id: `task-${i}`, question, arms: [{ name: 'SAP', attack: { method: 'sap' }, pairs: 2 }] },
    }));
  const study = (...questions: QuestionId[]) => ({
    schemaVersion: 1,
    title: 'Keys',
    seed: 1,
    tasks: tasks(...questions),
  });
  expect(() => parseProtocol(study('which-is-real', 'same-class', 'is-real', 'same-class'))).not.toThrow();
  expect(() => parseProtocol(study('which-is-real', 'is-real-rating'))).toThrow(
    /tasks\[1\]\.question is "is-real-rating": it must not share the key 1 with which-is-real/,
  );
  expect(() => parseProtocol({ ...study('which-is-real', 'is-real-rating'), sharedKeys: true })).not.toThrow();
});

describe('virtual readers', () => {
  it('give the same answers and times for the same seed', () => {
    const random = readerRandom(5, 1);
    const truths = [
      truthOf({ question: 'which-is-real', realSide: 1 }),
      truthOf({ question: 'which-is-real', realSide: 2 }),
      truthOf({ question: 'same-class', realSide: 1 }),
    ];
    const given = Array.from({ length: 2 }, () => truths)
      .flat()
      .map((truth) => answerTrial(truth, { probabilityRight: 0.62 }, random));
    expect(given.map(({ answer }) => answer)).toEqual(['2', '2', 'same', '1', '1', 'different']);
    expect(given.map(({ responseTimeMs }) => responseTimeMs)).toEqual([
      8986.692033136165, 3665.7667601912017, 4627.355797995132, 4376.626639376625, 6110.8237835762775,
      2814.209301069686,
    ]);
  });

  it('skip a trial by one draw', () => {
    const [skipping, answering] = [readerRandom(2, 0), readerRandom(2, 0)];
    const truth = truthOf({ question: 'same-class', realSide: 1 });
    drawTrial(skipping);
    answerTrial(truth, { probabilityRight: 0.62 }, answering);
    expect(answerTrial(truth, { probabilityRight: 0.62 }, skipping)).toEqual(
      answerTrial(truth, { probabilityRight: 0.62 }, answering),
    );
  });
});
