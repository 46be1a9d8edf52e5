import { z } from 'zod';
import { detection } from './answer-analyses/detection.ts';
import { defineQuestion } from './define-question.ts';
import { m } from '../messages/compiled/messages.js';
import { SAID_REAL } from './said-real.ts';

/** A / Not-A: whether a single tracing, shown alone, is an original or what an attack made of one. */
export const isReal = defineQuestion({
  id: 'is-real',
  text: m.questions_is_real,
  tracings: 1,
  badges: [],
  foils: false,
  answers: [
    { id: 'real', keys: ['R'], label: m.questions_is_real_real, tracing: null, records: { said_real: 1 } },
    { id: 'not-real', keys: ['N'], label: m.questions_is_real_not, tracing: null, records: { said_real: 0 } },
  ],
  detects: ['real'],
  truth: z.strictObject({ question: z.literal('is-real'), real: z.boolean() }),
  truthOf: ({ realSide }) => ({ question: 'is-real', real: realSide === 1 }),
  right: ({ real }) => (real ? ['real'] : ['not-real']),
  rightWhen: 'a real tracing was called real, or one that is not was not',
  virtualAnswer: ({ real }, { probabilityRight }, drawn) => (drawn < probabilityRight === real ? 'real' : 'not-real'),
  fields: [SAID_REAL],
  analysis: detection(0.5),
  plot: { share: m.questions_is_real_share, counted: m.questions_which_is_real_counted },
});
