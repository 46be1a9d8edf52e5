import type { FieldDeclaration } from '../../../src-shared/tables/field-declaration.ts';
import { humanise } from '../../format/words.ts';

/** Fields whose name, taken word by word, would not be what a person calls them. */
const NAMES: Partial<Record<string, string>> = {
  n: 'Pairs',
  p_two_sided: 'p, two-sided',
  ci_low: '95 % from',
  ci_high: '95 % to',
  wilson_low: 'Wilson from',
  wilson_high: 'Wilson to',
  d_prime: 'd′',
  d_prime_se: 'SE of d′',
  side_bias_c: 'Side bias c',
  side_bias_p: 'p of side bias',
  kappa: 'κ',
  kappa_se: 'SE of κ',
  kappa_low: 'κ, 95 % from',
  kappa_high: 'κ, 95 % to',
  pabak: 'PABAK',
  ac1: 'AC1',
  p_mcnemar: 'p, McNemar',
  p_holm: 'p, Holm',
  difference_low: 'Difference, 95 % from',
  difference_high: 'Difference, 95 % to',
  session_id: 'Session',
  session_ids: 'Sessions',
  study_id: 'Study id',
  trial_id: 'Trial id',
  trial_number: 'Pair',
  px_per_mm: 'Scale',
  epsilon_uv: 'Budget ε',
  linf_uv: 'Largest difference',
  fast: 'Too fast',
  focus_lost: 'Focus lost',
  response_time_ms: 'Time',
  response_time_q1_ms: 'Time, lower quartile',
  response_time_median_ms: 'Time, median',
  response_time_q3_ms: 'Time, upper quartile',
  response_time_median_right_ms: 'Time, right answers',
  response_time_median_wrong_ms: 'Time, wrong answers',
};

/** What a column is called in the window: 'withdrawn_reason' → 'Withdrawn reason'. Its unit stands beside it. */
export function fieldName({ name, unit }: Pick<FieldDeclaration, 'name' | 'unit'>): string {
  const known = NAMES[name];
  if (known !== undefined) return known;
  return humanise(unit === undefined ? name : name.replace(/_(ms|uv|hz|px)$/, ''));
}
