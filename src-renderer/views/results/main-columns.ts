import type { ResultTable, RESULT_TABLES } from '../../../src-shared/study/result-tables.ts';

type FieldOf<Table extends ResultTable> = (typeof RESULT_TABLES)[Table]['fields'][number]['name'];

/** The columns that a table begins with, few enough to be read without scrolling; "All columns" shows the others. */
export const MAIN_COLUMNS: { [Table in ResultTable]: readonly FieldOf<Table>[] } = {
  responses: [
    'reader',
    'trial_number',
    'task',
    'arm',
    'record',
    'answer',
    'correct',
    'response_time_ms',
    'answered_at',
  ],
  summary: [
    ...(['reader', 'task', 'arm', 'n', 'planned', 'correct', 'proportion', 'p_two_sided'] as const),
    ...(['d_prime', 'detection_d_prime', 'flagged'] as const),
  ],
  arms: ['reader', 'task', 'first_arm', 'second_arm', 'first_proportion', 'second_proportion', 'difference', 'p_holm'],
  panel: [
    ...(['task', 'arm', 'second_arm', 'readers', 'reader_count', 'case_count', 'estimate'] as const),
    ...(['ci_low', 'ci_high', 'p_two_sided', 'told_apart', 'overdispersion'] as const),
  ],
  thresholds: ['reader', 'task', 'attack', 'threshold_uv', 'threshold_low_uv', 'threshold_high_uv', 'beyond', 'p_fit'],
  agreement: ['task', 'readers', 'n', 'observed', 'kappa', 'kappa_low', 'kappa_high', 'pabak', 'ac1'],
  machine: ['task', 'arm', 'classifier', 'n', 'correct', 'proportion', 'wilson_low', 'wilson_high', 'measured_at'],
  sessions: [
    'reader',
    'answered',
    'planned',
    'began_at',
    'finished_at',
    'withdrawn_reason',
    'dropped_out_reason',
    'receipt',
  ],
};
