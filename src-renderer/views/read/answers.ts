import type { ResponseInput, TrialView } from '../../../src-shared/contract/reading.ts';

export type Answer = ResponseInput['answer'];

export interface Choice {
  /** The key that chooses it. */
  key: '1' | '2';
  answer: Answer;
  label: string;
  /** The tracing that it means (0 upper, 1 lower), if it means one. */
  tracing: 0 | 1 | null;
}

export interface Asked {
  text: string;
  choices: readonly [Choice, Choice];
}

const QUESTIONS: Record<TrialView['question'], Asked> = {
  'which-is-real': {
    text: 'Which one of the pair is the real ECG?',
    choices: [
      { key: '1', answer: '1', label: 'upper', tracing: 0 },
      { key: '2', answer: '2', label: 'lower', tracing: 1 },
    ],
  },
  'same-class': {
    text: 'Do the two tracings belong to the same class?',
    choices: [
      { key: '1', answer: 'same', label: 'same', tracing: null },
      { key: '2', answer: 'different', label: 'different', tracing: null },
    ],
  },
};

/** The words of a trial's question and its two answers. */
export function asked(question: TrialView['question']): Asked {
  return QUESTIONS[question];
}
