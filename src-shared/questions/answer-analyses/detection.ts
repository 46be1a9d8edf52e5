import type { FieldDeclaration } from '../../tables/field-declaration.ts';
import { decimal } from '../../format/number.ts';
import { proportion } from '../../format/share.ts';
import { m } from '../../messages/compiled/messages.js';
import type { AnalysedRow, AnswerAnalysis, Verdict } from './answer-analysis.ts';

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
  ({
    id: 'detection',
    chance,
    fields: FIELDS,
    lines: null,
    verdict: { title: m.questions_detection_title, of: sensitivity },
  }) as const satisfies AnswerAnalysis;

/** How well it is told; null where only trials with it, or only trials without it, were answered. */
function sensitivity(row: AnalysedRow<typeof FIELDS>): Verdict | null {
  if (row.detection_d_prime === null) return null;
  return {
    short: m.questions_detection_d_prime({ d: decimal(row.detection_d_prime, 2) }),
    reason: m.questions_detection_rates({
      hits: proportion(row.hit_rate),
      alarms: proportion(row.false_alarm_rate),
      criterion: decimal(row.detection_c, 2),
    }),
  };
}
