import type { FieldDeclaration } from '../../tables/field-declaration.ts';
import type { AnswerAnalysis } from './answer-analysis.ts';

const FIELDS = [
  {
    name: 'hit_rate',
    type: 'number',
    nullable: true,
    description:
      'Share of the trials with what is asked for (a real tracing; two classes) in which the reader said so. Empty without such trials.',
  },
  {
    name: 'false_alarm_rate',
    type: 'number',
    nullable: true,
    description: 'Share of the other trials in which the reader said so all the same. Empty without such trials.',
  },
  {
    name: 'detection_d_prime',
    type: 'number',
    nullable: true,
    description:
      'd′ = Φ⁻¹(H) − Φ⁻¹(F), with 0.5 added to both counts and 1 to both numbers of trials (log-linear correction). Empty where one of the rates is.',
  },
  {
    name: 'detection_d_prime_se',
    type: 'number',
    nullable: true,
    description: 'Standard error of that d′ (Gourevitch and Galanter 1967).',
  },
  {
    name: 'detection_c',
    type: 'number',
    nullable: true,
    description: 'Criterion c = −(Φ⁻¹(H) + Φ⁻¹(F)) / 2, corrected alike: negative if the reader says so rather often.',
  },
] as const satisfies readonly FieldDeclaration[];

/**
 * Detection of something that is there in some trials and not in others: the share of right answers, and apart from
 * each other how well the reader tells them and how readily they say that it is there. `chance`: the share that guessing
 * gives, where half of the trials have it.
 */
export const detection = <const Chance extends 0.5 | null>(chance: Chance) =>
  ({ id: 'detection', chance, fields: FIELDS, lines: null, verdict: null }) as const satisfies AnswerAnalysis;
