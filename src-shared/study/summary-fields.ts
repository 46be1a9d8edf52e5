import { ANALYSIS_FIELDS, emptyWhere, QUESTION_IDS } from '../questions/index.ts';
import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';

/** Every field of the summary (one row per session, arm and round), in the order of the columns. */
export const SUMMARY_FIELDS = [
  { name: 'reader', type: 'text', description: 'Name or code of the reader. Readers are never pooled.' },
  { name: 'session_id', type: 'text', description: 'Identity of the session that was counted.' },
  { name: 'task', type: 'text', description: 'Id of the task in the protocol.' },
  { name: 'question', type: 'text', values: QUESTION_IDS, description: 'What the reader was asked.' },
  { name: 'arm', type: 'text', description: 'Name of the arm in the protocol.' },
  { name: 'round', type: 'integer', description: 'Round of the reading; the first is 1.' },
  {
    name: 'n',
    type: 'integer',
    description: 'Answered trials; catch trials, repeats and practice are not among them.',
  },
  { name: 'planned', type: 'integer', description: 'Trials of the arm in a round of the study.' },
  {
    name: 'complete',
    type: 'integer',
    values: [0, 1],
    description: '1 if every planned trial is answered. Until then every figure can still change.',
  },
  { name: 'correct', type: 'integer', description: 'Right answers among them.' },
  { name: 'proportion', type: 'number', description: 'correct / n.' },
  {
    name: 'p_two_sided',
    type: 'number',
    nullable: true,
    description: `Exact two-sided binomial p of correct against chance, 0.5.${emptyWhere(
      ({ analysis }) => analysis.chance === null,
      ': no share of right answers is a level of chance there',
    )}`,
  },
  { name: 'ci_low', type: 'number', description: 'Clopper-Pearson 95 % interval of the proportion, lower end.' },
  { name: 'ci_high', type: 'number', description: 'Clopper-Pearson 95 % interval of the proportion, upper end.' },
  { name: 'wilson_low', type: 'number', description: 'Wilson 95 % interval of the proportion, lower end.' },
  { name: 'wilson_high', type: 'number', description: 'Wilson 95 % interval of the proportion, upper end.' },
  ...ANALYSIS_FIELDS.map((field) => ({
    ...field,
    description:
      field.description + emptyWhere(({ analysis }) => !analysis.fields.some(({ name }) => name === field.name)),
  })),
  {
    name: 'response_time_q1_ms',
    type: 'number',
    unit: 'ms',
    description: 'Lower quartile of the response time (type 7: linear between order statistics).',
  },
  { name: 'response_time_median_ms', type: 'number', unit: 'ms', description: 'Median of the response time.' },
  { name: 'response_time_q3_ms', type: 'number', unit: 'ms', description: 'Upper quartile of the response time.' },
  {
    name: 'response_time_median_right_ms',
    type: 'number',
    unit: 'ms',
    nullable: true,
    description: 'Median of the response time of right answers; empty without any.',
  },
  {
    name: 'response_time_median_wrong_ms',
    type: 'number',
    unit: 'ms',
    nullable: true,
    description: 'Median of the response time of wrong answers; empty without any.',
  },
  {
    name: 'cannot_say',
    type: 'integer',
    description: 'Trials that the reader could not say anything about: not among the n.',
  },
  {
    name: 'flagged',
    type: 'integer',
    description:
      'Trials among the n whose row says focus_lost, fast, impossible_time, clock_back or interrupted: counted, never dropped.',
  },
  { name: 'n_unflagged', type: 'integer', description: 'Answered trials of the n that are not flagged.' },
  { name: 'correct_unflagged', type: 'integer', description: 'Right answers among those.' },
  {
    name: 'proportion_unflagged',
    type: 'number',
    nullable: true,
    description: 'correct_unflagged / n_unflagged; empty where every trial is flagged.',
  },
  {
    name: 'p_unflagged',
    type: 'number',
    nullable: true,
    description:
      'As p_two_sided, of the trials that are not flagged; empty where that is, or where every trial is flagged.',
  },
  {
    name: 'ci_low_unflagged',
    type: 'number',
    nullable: true,
    description: 'Clopper-Pearson 95 % interval of proportion_unflagged, lower end; empty where that is.',
  },
  {
    name: 'ci_high_unflagged',
    type: 'number',
    nullable: true,
    description: 'Clopper-Pearson 95 % interval of proportion_unflagged, upper end; empty where that is.',
  },
  {
    name: 'virtual',
    type: 'integer',
    values: [0, 1],
    description: '1 if the answers are those of a virtual reader (rehearsal).',
  },
] as const satisfies readonly FieldDeclaration[];

/** One reader's answers in one arm, summarised. */
export type SummaryRow = RowOf<typeof SUMMARY_FIELDS>;
