import { z } from 'zod';
import { ratedDetection } from './answer-analyses/rated-detection.ts';
import { defineQuestion } from './define-question.ts';
import { m } from '../messages/compiled/messages.js';
import { SAID_REAL } from './said-real.ts';

const NOT_REAL = { tracing: null, records: { said_real: 0 } } as const;
const REAL = { tracing: null, records: { said_real: 1 } } as const;

/** The same question as `is-real`, answered by how sure the reader is: 1, surely not real, to 6, surely real. */
export const isRealRating = defineQuestion({
  id: 'is-real-rating',
  text: m.questions_is_real_rating,
  tracings: 1,
  badges: [],
  foils: false,
  answers: [
    { id: '1', keys: ['1'], label: m.questions_is_real_rating_1, ...NOT_REAL },
    { id: '2', keys: ['2'], label: m.questions_is_real_rating_2, ...NOT_REAL },
    { id: '3', keys: ['3'], label: m.questions_is_real_rating_3, ...NOT_REAL },
    { id: '4', keys: ['4'], label: m.questions_is_real_rating_4, ...REAL },
    { id: '5', keys: ['5'], label: m.questions_is_real_rating_5, ...REAL },
    { id: '6', keys: ['6'], label: m.questions_is_real_rating_6, ...REAL },
  ],
  detects: ['4', '5', '6'],
  truth: z.strictObject({ question: z.literal('is-real-rating'), real: z.boolean() }),
  truthOf: ({ realSide }) => ({ question: 'is-real-rating', real: realSide === 1 }),
  right: ({ real }) => (real ? ['4', '5', '6'] : ['1', '2', '3']),
  rightWhen: 'a real tracing was rated 4 to 6, or one that is not 1 to 3',
  virtualAnswer({ real }, { probabilityRight }, drawn) {
    const isRight = drawn < probabilityRight;
    // What is left of the draw is uniform again, and chooses how sure the answer is.
    const left = isRight ? drawn / probabilityRight : (drawn - probabilityRight) / (1 - probabilityRight);
    const ratings = isRight === real ? (['4', '5', '6'] as const) : (['3', '2', '1'] as const);
    return ratings[Math.min(2, Math.floor(3 * left))] ?? ratings[2];
  },
  fields: [SAID_REAL],
  analysis: ratedDetection,
  plot: { share: m.questions_is_real_share, counted: m.questions_which_is_real_counted },
});
