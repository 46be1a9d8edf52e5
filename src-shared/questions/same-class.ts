import { z } from 'zod';
import { proportionAnalysis } from './answer-analyses/proportion.ts';
import { defineQuestion } from './define-question.ts';

/** Whether the attack changes what a reader would call the ECG (Han et al. 2020). */
export const sameClass = defineQuestion({
  id: 'same-class',
  text: () => 'Do the two tracings belong to the same class?',
  answers: [
    { id: 'same', keys: ['1', 'ArrowUp'], label: () => 'same', tracing: null, records: {} },
    { id: 'different', keys: ['2', 'ArrowDown'], label: () => 'different', tracing: null, records: {} },
  ],
  truth: z.strictObject({ question: z.literal('same-class'), sameClass: z.boolean() }),
  // Two tracings of one record are of one class.
  truthOf: () => ({ question: 'same-class', sameClass: true }),
  right: (truth) => (truth.sameClass ? 'same' : 'different'),
  rightWhen: 'the two tracings of one record were called the same',
  virtualAnswer: (_truth, { probabilitySame }, drawn) => (drawn < probabilitySame ? 'same' : 'different'),
  fields: [],
  analysis: proportionAnalysis,
  plot: {
    share: () => 'Share of pairs that were called the same class.',
    counted: () => 'Same',
  },
});
