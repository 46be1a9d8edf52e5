import type { FieldDeclaration } from '../../study/field-declaration.ts';
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
      '1 if that bound lies below the margin: only then may one claim that the tracings cannot be told apart. Empty until the arm is complete: a reading that could end whenever the bound looks favourable would claim too much.',
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
 * not evidence of it.
 */
function verdict(row: AnalysedRow<typeof FIELDS>): Verdict {
  if (row.complete === 0) {
    return {
      short: m.questions_forced_choice_unfinished(),
      reason: m.questions_forced_choice_unfinished_reason({ answered: row.n, planned: row.planned }),
    };
  }
  if (row.indistinguishable === 1) {
    return {
      short: m.questions_forced_choice_alike(),
      reason: m.questions_forced_choice_alike_reason({
        bound: proportion(row.similarity_upper),
        margin: proportion(row.similarity_margin),
      }),
    };
  }
  // Only analyses without a level of chance have no p.
  const p = row.p_two_sided ?? 1;
  const reason = m.questions_forced_choice_reason({ p: pStatement(p), bound: proportion(row.similarity_upper) });
  if (p >= SIGNIFICANT) return { short: m.questions_forced_choice_undecided(), reason };
  const short =
    row.proportion > 0.5 ? m.questions_forced_choice_told_apart() : m.questions_forced_choice_taken_for_other();
  return { short, reason };
}
