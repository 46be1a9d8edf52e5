import type { AttackOptions } from './index.ts';
import { optionFields } from './option-fields.ts';
import { hasOption, optionOf, withOptions } from './options.ts';

/** Two ways to look whether an attack has converged: more of it should change nothing. */
export const EFFORTS = ['steps', 'starts'] as const;
export type Effort = (typeof EFFORTS)[number];

/** From one start on, so many are worth a comparison. */
const LEAST_STARTS = 5;

/** The same attack with twice its steps (or queries), and from twice as many random starts, five at least; each where it has those. */
export function withMoreEffort(options: AttackOptions): { what: Effort; options: AttackOptions }[] {
  const doubled = optionFields(options.method).flatMap((field) => {
    if (field.kind !== 'number' || !field.isEffort || field.name === 'restarts' || field.name === 'seed') return [];
    return [[field.name, Math.min(field.limits.max ?? Infinity, 2 * (optionOf(options, field.name) ?? field.usual))]];
  });
  const restarts = Math.max(LEAST_STARTS, 2 * (optionOf(options, 'restarts') ?? 1));
  return [
    ...(doubled.length === 0
      ? []
      : [{ what: 'steps' as const, options: withOptions(options, Object.fromEntries(doubled)) }]),
    ...(hasOption(options.method, 'restarts')
      ? [{ what: 'starts' as const, options: withOptions(options, { randomStart: true, restarts }) }]
      : []),
  ];
}
