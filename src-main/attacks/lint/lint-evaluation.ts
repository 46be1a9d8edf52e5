import { traitsOf } from '../../../src-shared/attacks/options.ts';
import { shouldFoolAll } from '../../../src-shared/attacks/traits.ts';
import type { Finding } from '../../../src-shared/contract/attacks.ts';
import { sameBudget, type EvaluatedRun, type LintInput, type Transferred } from './evaluated-run.ts';
import { lintComparisons } from './lint-comparisons.ts';
import { lintCurves } from './lint-curves.ts';
import { lintNumbers } from './lint-numbers.ts';
import { lintWorstCase } from './lint-worst-case.ts';
import { outOf } from '../../../src-shared/format/share.ts';

const WEIGHT: Record<Finding['severity'], number> = { error: 0, warning: 1, note: 2 };

/**
 * What an evaluation by attack should not look like, after Carlini et al. 2019 ("On Evaluating Adversarial
 * Robustness") and Croce and Hein 2020 (AutoAttack): signs that an attack has failed where the model seems robust, and
 * numbers that count what they should not. The most serious first, each code once; none for a sound run.
 */
export function lintEvaluation({ run, comparisons, transfers, curves, uses }: LintInput): Finding[] {
  const findings = [
    ...lintTransfers(run, transfers),
    ...lintComparisons(run.options, comparisons, run.classes),
    ...lintWorstCase(run, comparisons),
    ...lintCurves(run.options, curves),
    ...lintNumbers(run, uses),
  ].sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity]);
  return findings.filter(({ code }, i) => findings.findIndex((first) => first.code === code) === i);
}

/** Examples made on a surrogate should not fool more than those made on the model itself. */
function lintTransfers({ options, summary }: EvaluatedRun, transfers: readonly Transferred[]): Finding[] {
  const { asr, asrInterval, fooled, attackable } = summary;
  if (asr === null || asrInterval === null || !shouldFoolAll(traitsOf(options))) return [];
  const better = transfers
    .filter((other) => sameBudget(other.options, options) && other.options.target === options.target && other.of > 0)
    .sort((a, b) => b.fooled / b.of - a.fooled / a.of)[0];
  if (!better || better.fooled / better.of <= asr) return [];
  return [
    {
      code: 'black-box-beats-white-box',
      severity: better.interval[0] > asrInterval[1] ? 'error' : 'note',
      message: `Examples made on the surrogate ${better.surrogate} fool ${outOf(better.fooled, better.of)}, but this attack on the model itself fools only ${outOf(fooled, attackable)}.`,
      cure: 'The gradient is probably masked: try the margin loss, more steps and random starts.',
    },
  ];
}
