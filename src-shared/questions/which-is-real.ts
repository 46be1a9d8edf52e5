import { z } from 'zod';
import { SIDES } from '../study/side.ts';
import { forcedChoice } from './answer-analyses/forced-choice.ts';
import { CHOSEN_SIDE } from './chosen-side.ts';
import { defineQuestion } from './define-question.ts';

/** Whether the attack can be seen: the pair is an original and its adversarial example (Han et al. 2020). */
export const whichIsReal = defineQuestion({
  id: 'which-is-real',
  text: () => 'Which one of the pair is the real ECG?',
  answers: [
    { id: '1', keys: ['1', 'ArrowUp'], label: () => 'upper', tracing: 0, records: { chosen_side: 1 } },
    { id: '2', keys: ['2', 'ArrowDown'], label: () => 'lower', tracing: 1, records: { chosen_side: 2 } },
  ],
  truth: z.strictObject({ question: z.literal('which-is-real'), realSide: z.literal(SIDES) }),
  truthOf: ({ realSide }) => ({ question: 'which-is-real', realSide }),
  right: ({ realSide }) => (realSide === 1 ? '1' : '2'),
  rightWhen: 'the real side was chosen',
  virtualAnswer: ({ realSide }, { probabilityRight }, drawn) => {
    const isRight = drawn < probabilityRight;
    return isRight === (realSide === 1) ? '1' : '2';
  },
  fields: [CHOSEN_SIDE],
  analysis: forcedChoice,
  plot: {
    share: () => 'Share of pairs in which the real ECG was chosen.',
    counted: () => 'Right',
  },
});
