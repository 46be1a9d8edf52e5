import { z } from 'zod';
import { detection } from './answer-analyses/detection.ts';
import { defineQuestion } from './define-question.ts';
import { m } from '../messages/compiled/messages.js';

/** Whether the attack changes what a reader would call the ECG (Han et al. 2020). */
export const sameClass = defineQuestion({
  id: 'same-class',
  text: m.questions_same_class,
  tracings: 2,
  // Their answers have letters of their own: a number would seem to mean a tracing.
  badges: ['1', '2'],
  foils: true,
  answers: [
    { id: 'same', keys: ['S'], label: m.questions_same_class_same, tracing: null, records: {} },
    { id: 'different', keys: ['D'], label: m.questions_same_class_different, tracing: null, records: {} },
  ],
  detects: ['different'],
  truth: z.strictObject({ question: z.literal('same-class'), sameClass: z.boolean() }),
  truthOf: ({ sameClass }) => ({ question: 'same-class', sameClass }),
  right: (truth) => [truth.sameClass ? 'same' : 'different'],
  rightWhen: 'the two tracings of one record were called the same, those of a foil different',
  virtualAnswer: ({ sameClass: isSame }, { probabilitySame, probabilityRight }, drawn) =>
    drawn < (isSame ? probabilitySame : 1 - probabilityRight) ? 'same' : 'different',
  fields: [],
  analysis: detection(null),
  plot: {
    share: m.questions_same_class_share,
    counted: m.questions_same_class_counted,
  },
});
