import type { FieldDeclaration } from '../../tables/field-declaration.ts';
import { pStatement } from '../../format/p-value.ts';
import { proportion } from '../../format/share.ts';
import { m } from '../../messages/compiled/messages.js';
import type { AnalysedRow, AnswerAnalysis, Verdict } from './answer-analysis.ts';

const FIELDS = [
  {
    name: 'd_prime',
    type: 'number',
    nullable: true,
    description: 'd′ of two-alternative forced choice; none or all right count as (correct + 0.5) / (n + 1).',
  },
  { name: 'd_prime_se', type: 'number', nullable: true, description: 'Delta-method standard error of d′.' },
  {
    name: 'similarity_margin',
    type: 'number',
    nullable: true,
    description: "The protocol's margin of the similarity test.",
  },
  {
    name: 'similarity_lower',
    type: 'number',
    nullable: true,
    description: 'One-sided 95 % Clopper-Pearson lower bound of the proportion.',
  },
  {
    name: 'similarity_upper',
    type: 'number',
    nullable: true,
    description: 'One-sided 95 % Clopper-Pearson upper bound of the proportion.',
  },
  {
    name: 'indistinguishable',
    type: 'integer',
    values: [0, 1],
    nullable: true,
    description:
      '1 if the lower bound lies above 1 − margin and the upper one below the margin: only then may one claim that the tracings cannot be told apart. Empty until the arm is complete: a reading that could end whenever the bound looks favourable would claim too much.',
  },
  {
    name: 'upper_chosen',
    type: 'integer',
    nullable: true,
    description: 'How often the upper tracing was chosen.',
  },
  {
    name: 'side_bias_c',
    type: 'number',
    nullable: true,
    description:
      'Criterion c: negative if the reader favours the upper tracing. Empty while only trials of one side are answered.',
  },
  {
    name: 'side_bias_p',
    type: 'number',
    nullable: true,
    description:
      'Exact two-sided binomial p of upper_chosen against one half; the sides are balanced in a finished arm.',
  },
] as const satisfies readonly FieldDeclaration[];

const SIGNIFICANT = 0.05;

/** Two-alternative forced choice between the tracings: sensitivity, the similarity test, and bias to a side. */
export const forcedChoice = {
  id: 'forced-choice',
  chance: 0.5,
  fields: FIELDS,
  lines: m.questions_forced_choice_lines,
  verdict: { title: m.questions_forced_choice_verdict, of: verdict },
} as const satisfies AnswerAnalysis;

/**
 * "Cannot be told apart" is claimed only if the similarity test supports it; not differing significantly from 0.5 is
 * not evidence of it. With a wide margin or many answers a reader can be within the margin and still differ from
 * guessing: both are said.
 */
function verdict(row: AnalysedRow<typeof FIELDS>): Verdict {
  if (row.complete === 0) {
    return {
      short: m.questions_forced_choice_unfinished(),
      reason: m.questions_forced_choice_unfinished_reason({ answered: row.n, planned: row.planned }),
    };
  }
  // Only analyses without a level of chance have no p and no margin.
  const p = row.p_two_sided ?? 1;
  const margin = row.similarity_margin ?? 1;
  const reason = m.questions_forced_choice_reason({
    p: pStatement(p),
    low: proportion(row.similarity_lower),
    high: proportion(row.similarity_upper),
    marginLow: proportion(1 - margin),
    marginHigh: proportion(margin),
  });
  return { short: short(row, p), reason };
}

function short(row: AnalysedRow<typeof FIELDS>, p: number): string {
  const alike = row.indistinguishable === 1;
  if (p >= SIGNIFICANT) return alike ? m.questions_forced_choice_alike() : m.questions_forced_choice_undecided();
  if (alike) return m.questions_forced_choice_within_margin();
  return row.proportion > 0.5 ? m.questions_forced_choice_told_apart() : m.questions_forced_choice_reversed();
}
