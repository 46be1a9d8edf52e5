import { z } from 'zod';
import { proportionAnalysis } from './answer-analyses/proportion.ts';
import { defineQuestion } from './define-question.ts';
import { m } from '../messages/compiled/messages.js';

/** Whether the attack changes what a reader would call the ECG (Han et al. 2020). */
export const sameClass = defineQuestion({
  id: 'same-class',
  text: m.questions_same_class,
  tracings: 2,
  foils: true,
  answers: [
    { id: 'same', keys: ['1', 'ArrowUp'], label: m.questions_same_class_same, tracing: null, records: {} },
    { id: 'different', keys: ['2', 'ArrowDown'], label: m.questions_same_class_different, tracing: null, records: {} },
  ],
  truth: z.strictObject({ question: z.literal('same-class'), sameClass: z.boolean() }),
  truthOf: ({ sameClass }) => ({ question: 'same-class', sameClass }),
  right: (truth) => (truth.sameClass ? 'same' : 'different'),
  rightWhen: 'the two tracings of one record were called the same',
  virtualAnswer: (_truth, { probabilitySame }, drawn) => (drawn < probabilitySame ? 'same' : 'different'),
  fields: [],
  analysis: proportionAnalysis,
  plot: {
    share: m.questions_same_class_share,
    counted: m.questions_same_class_counted,
  },
});
