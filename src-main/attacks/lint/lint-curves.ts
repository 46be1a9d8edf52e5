import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { traitsOf } from '../../../src-shared/attacks/options.ts';
import { shouldFoolAll } from '../../../src-shared/attacks/traits.ts';
import type { Finding } from '../../../src-shared/contract/attacks.ts';
import type { BudgetCurve } from './evaluated-run.ts';
import { alikeBut, isBudget } from './lint-comparisons.ts';
import { LARGE_UNITS } from './lint-numbers.ts';
import { outOf } from '../../../src-shared/format/share.ts';

/** What the same attack's success at other budgets says about it. */
export function lintCurves(options: AttackOptions, curves: readonly BudgetCurve[]): Finding[] {
  const own = curves.filter(({ attack }) => alikeBut(attack, options, isBudget));
  return own.flatMap(({ points, more = [] }) => {
    const ordered = points.filter(({ of }) => of > 0).sort((a, b) => a.epsilonUnits - b.epsilonUnits);
    return [...falls(ordered), ...fallsShort(options, ordered), ...notConverged(more)];
  });
}

type Points = BudgetCurve['points'];

/** The first two neighbouring budgets of which the larger fools fewer. */
function falls(points: Points): Finding[] {
  for (const [i, larger] of points.entries()) {
    const smaller = points[i - 1];
    if (!smaller || larger.fooled / larger.of >= smaller.fooled / smaller.of) continue;
    return [
      {
        code: 'not-growing-with-budget',
        severity: larger.interval[1] < smaller.interval[0] ? 'error' : 'note',
        message: `The curve of this attack falls: ${outOf(smaller.fooled, smaller.of)} at ε = ${smaller.epsilonUnits}, ${outOf(larger.fooled, larger.of)} at ε = ${larger.epsilonUnits}.`,
        cure: 'Take more steps, so that the larger budget is used up.',
      },
    ];
  }
  return [];
}

function notConverged(more: readonly string[]): Finding[] {
  if (more.length === 0) return [];
  return [
    {
      code: 'more-steps-fool-more',
      severity: 'warning',
      message: more.join(' '),
      cure: 'Report the attack with that effort, and raise it until it changes nothing.',
    },
  ];
}

function fallsShort(options: AttackOptions, points: Points): Finding[] {
  const last = points.at(-1);
  if (!last || last.epsilonUnits < LARGE_UNITS || last.fooled === last.of) return [];
  if (!shouldFoolAll(traitsOf(options))) return [];
  return [
    {
      code: 'large-budget-short-of-all',
      severity: last.fooled < 0.9 * last.of ? 'error' : 'warning',
      message: `At ε = ${last.epsilonUnits} units, the end of its curve, this attack fools only ${outOf(last.fooled, last.of)}, where a working attack should reach all.`,
      cure: 'Take more steps, another loss (margin), random starts; if nothing helps, the gradient is masked.',
    },
  ];
}
