import { z } from 'zod';
import { SIDES } from './side.ts';
import { forcedChoice } from './answer-analyses/forced-choice.ts';
import { CHOSEN_SIDE } from './chosen-side.ts';
import { defineQuestion } from './define-question.ts';
import { m } from '../messages/compiled/messages.js';

/** Whether the attack can be seen: the pair is an original and its adversarial example (Han et al. 2020). */
export const whichIsReal = defineQuestion({
  id: 'which-is-real',
  text: m.questions_which_is_real,
  tracings: 2,
  badges: ['1', '2'],
  foils: false,
  answers: [
    {
      id: '1',
      keys: ['1', 'ArrowUp'],
      label: m.questions_which_is_real_upper,
      tracing: 0,
      records: { chosen_side: 1 },
    },
    {
      id: '2',
      keys: ['2', 'ArrowDown'],
      label: m.questions_which_is_real_lower,
      tracing: 1,
      records: { chosen_side: 2 },
    },
  ],
  detects: [],
  truth: z.strictObject({ question: z.literal('which-is-real'), realSide: z.literal(SIDES) }),
  truthOf: ({ realSide }) => ({ question: 'which-is-real', realSide }),
  right: ({ realSide }) => [realSide === 1 ? '1' : '2'],
  rightWhen: 'the real side was chosen',
  virtualAnswer: ({ realSide }, { probabilityRight }, drawn) => {
    const isRight = drawn < probabilityRight;
    return isRight === (realSide === 1) ? '1' : '2';
  },
  fields: [CHOSEN_SIDE],
  analysis: forcedChoice,
  plot: {
    share: m.questions_which_is_real_share,
    counted: m.questions_which_is_real_counted,
  },
});
