import type { Proportion } from '../../../src-shared/analyses/common.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { proportionOf } from './proportion.ts';

/** What is known of a record in a run. */
export interface CountedOutcome {
  label: ClassIndex;
  originalClass: ClassIndex;
  adversarialClass: ClassIndex;
  originallyCorrect: boolean;
  fooled: boolean;
  /** Before the attack, class by class. */
  probabilitiesBefore: readonly number[];
}

/** What may be called a success, from the strictest denominator to the loosest. */
export const DEFINITIONS = {
  fooled: 'Fooled, of the records that were right before',
  changed: 'Another class than before, of all attacked records',
  wrong: 'Another class than the label, of all attacked records',
} as const;
export type DefinitionOfSuccess = keyof typeof DEFINITIONS;

/** The same run by each definition of success; nothing for a run of no records. */
export function successByDefinition(
  outcomes: readonly CountedOutcome[],
): { definition: DefinitionOfSuccess; success: Proportion }[] {
  if (outcomes.length === 0) return [];
  const right = outcomes.filter(({ originallyCorrect }) => originallyCorrect);
  const count = (of: readonly CountedOutcome[], is: (one: CountedOutcome) => boolean): Proportion =>
    proportionOf(of.filter(is).length, of.length);
  return [
    { definition: 'fooled', success: count(right, ({ fooled }) => fooled) },
    { definition: 'changed', success: count(outcomes, (one) => one.adversarialClass !== one.originalClass) },
    { definition: 'wrong', success: count(outcomes, (one) => one.adversarialClass !== one.label) },
  ];
}

/** A third of the records that were right before, by the probability that the model gave their class. */
export interface ConfidenceThird {
  lowest: number;
  highest: number;
  success: Proportion;
}

/** Success among the least sure, the middle and the surest third of the records that were right; nothing for fewer than three. */
export function successByConfidence(outcomes: readonly CountedOutcome[]): ConfidenceThird[] {
  const right = outcomes
    .filter(({ originallyCorrect }) => originallyCorrect)
    .map(({ probabilitiesBefore, originalClass, fooled }) => {
      return { probability: probabilitiesBefore[originalClass] ?? NaN, fooled };
    })
    .sort((a, b) => a.probability - b.probability);
  if (right.length < 3) return [];
  const third = (index: number): typeof right =>
    right.slice(Math.round((index * right.length) / 3), Math.round(((index + 1) * right.length) / 3));
  return [0, 1, 2].map((index) => {
    const part = third(index);
    return {
      lowest: part[0]?.probability ?? NaN,
      highest: part.at(-1)?.probability ?? NaN,
      success: proportionOf(part.filter(({ fooled }) => fooled).length, part.length),
    };
  });
}
