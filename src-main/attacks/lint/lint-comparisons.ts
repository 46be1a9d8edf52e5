import { attackOf, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import {
  differences,
  evaluationsOf,
  optionOf,
  traitsOf,
  type AttackOptionName,
} from '../../../src-shared/attacks/options.ts';
import { isConstrained, isUnconstrained, shouldFoolAll } from '../../../src-shared/attacks/traits.ts';
import { isEffort } from '../../../src-shared/attacks/option-fields.ts';
import { className, type ClassList } from '../../../src-shared/class-list.ts';
import type { Finding, FindingCode } from '../../../src-shared/contract/attacks.ts';
import { sameBudget, type Comparison } from './evaluated-run.ts';
import { isWorstCaseOf } from './lint-worst-case.ts';
import { outOf } from '../../../src-shared/format/share.ts';
import { pStatement } from '../../../src-shared/format/p-value.ts';

/** An order that sound attacks keep: the weaker one does not fool more. */
interface Expectation {
  code: FindingCode;
  isOrdered: (weaker: AttackOptions, stronger: AttackOptions) => boolean;
  cure: string;
}

const LEVEL = 0.05;

const MASKED = 'The gradient is probably masked: try the margin loss, more steps and random starts.';
const UNCONVERGED = 'The stronger attack has not converged: give it more steps, random starts or another loss.';

const sameSetting = (a: AttackOptions, b: AttackOptions): boolean => sameBudget(a, b) && a.target === b.target;

const EXPECTATIONS: readonly Expectation[] = [
  {
    code: 'black-box-beats-white-box',
    isOrdered: (a, b) => sameSetting(a, b) && traitsOf(a).blackBox && shouldFoolAll(traitsOf(b)),
    cure: MASKED,
  },
  {
    code: 'one-step-beats-many',
    isOrdered: (a, b) => sameSetting(a, b) && !traitsOf(a).iterative && isUnconstrained(traitsOf(b)),
    cure: MASKED,
  },
  {
    code: 'constrained-beats-free',
    isOrdered: (a, b) =>
      sameSetting(a, b) && ((isConstrained(traitsOf(a)) && isUnconstrained(traitsOf(b))) || isSmoothedOnly(a, b)),
    cure: UNCONVERGED,
  },
  {
    code: 'targeted-beats-untargeted',
    isOrdered: (a, b) => b.target === null && a.target !== null && alikeBut(a, b, (name) => name === 'target'),
    cure: UNCONVERGED,
  },
  {
    code: 'worst-case-beaten',
    isOrdered: (a, b) => isWorstCaseOf(b, a),
    cure: 'Give AutoAttack more steps and queries: a worst case may not be smaller than what any attack reaches.',
  },
  {
    code: 'not-growing-with-budget',
    isOrdered: (a, b) => Math.floor(a.epsilonUnits) < Math.floor(b.epsilonUnits) && alikeBut(a, b, isBudget),
    cure: 'Give the larger budget a larger α or more steps, so that the attack can use it up.',
  },
];

/** Whether two runs with these options can be compared, in either order. */
export function isComparable(a: AttackOptions, b: AttackOptions): boolean {
  return EXPECTATIONS.some(({ isOrdered }) => isOrdered(a, b) || isOrdered(b, a)) || isSameWithMoreEffort(a, b);
}

/** What other runs of the same model say about one: the clearest finding of each kind. */
export function lintComparisons(
  options: AttackOptions,
  comparisons: readonly Comparison[],
  classes: ClassList,
): Finding[] {
  const useful = [...comparisons].filter(({ shared }) => shared > 0).sort((a, b) => a.p - b.p);
  const broken = EXPECTATIONS.flatMap(({ code, isOrdered, cure }) => {
    for (const other of useful) {
      const own = { options, fooled: other.fooled };
      const others = { options: other.options, fooled: other.otherFooled };
      for (const [weaker, stronger] of [[own, others] as const, [others, own] as const]) {
        if (!isOrdered(weaker.options, stronger.options) || weaker.fooled <= stronger.fooled) continue;
        const message = `${nameOf(weaker.options, classes)} fools ${outOf(weaker.fooled, other.shared)}, but ${nameOf(stronger.options, classes)} fools only ${stronger.fooled} of the same records (${pStatement(other.p)}).`;
        return [{ code, severity: other.p < LEVEL ? ('error' as const) : ('note' as const), message, cure }];
      }
    }
    return [];
  });
  return [...broken, ...moreSteps(options, useful)];
}

function moreSteps(options: AttackOptions, comparisons: readonly Comparison[]): Finding[] {
  const better = comparisons.find(
    (other) => isSameWithMoreEffort(options, other.options) && other.otherFooled > other.fooled && other.p < LEVEL,
  );
  if (!better) return [];
  const { shared, fooled, otherFooled, p } = better;
  return [
    {
      code: 'more-steps-fool-more',
      severity: 'warning',
      message: `The same attack with more steps or starts (${evaluationsOf(better.options)} instead of ${evaluationsOf(options)} evaluations per record) fools ${outOf(otherFooled, shared)}, but this run fools ${fooled} of the same ones (${pStatement(p)}).`,
      cure: 'Report the run with more steps, and keep adding steps until they change nothing.',
    },
  ];
}

function isSameWithMoreEffort(a: AttackOptions, b: AttackOptions): boolean {
  return sameSetting(a, b) && evaluationsOf(b) > evaluationsOf(a) && alikeBut(a, b, isEffort);
}

/** The first smooths its result afterwards; the second searches among smooth perturbations, with the same kernels. */
function isSmoothedOnly(a: AttackOptions, b: AttackOptions): boolean {
  const searches = traitsOf(b).smooth === 'searched' && shouldFoolAll(traitsOf(b));
  return traitsOf(a).smooth === 'afterwards' && searches && optionOf(a, 'kernels') === optionOf(b, 'kernels');
}

/** Options that follow from the budget. */
export const isBudget = (name: AttackOptionName): boolean => name === 'epsilonUnits' || name === 'alphaUnits';

/** Whether the two have the same method and, except for these, the same options. */
export function alikeBut(a: AttackOptions, b: AttackOptions, but: (name: AttackOptionName) => boolean): boolean {
  if (a.method !== b.method) return false;
  return differences(a, b).every((name) => but(name) || (name === 'epsilonUnits' && sameBudget(a, b)));
}

/** "PGD at ε = 10, to class AF". */
function nameOf({ method, epsilonUnits, target }: AttackOptions, classes: ClassList): string {
  const goal =
    target === null
      ? ''
      : target === 'han2020'
        ? ', by the protocol of the paper'
        : `, to class ${className(classes, target)}`;
  return `${attackOf(method).name} at ε = ${epsilonUnits}${goal}`;
}
