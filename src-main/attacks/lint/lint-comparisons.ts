import { METHOD_DESCRIPTIONS, type AttackOptionName } from '../../../src-shared/attacks/attack-methods.ts';
import type { AttackMethod, AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import type { Finding, FindingCode } from '../../../src-shared/contract/attacks.ts';
import { sameBudget, type Comparison } from './evaluated-run.ts';
import { outOf } from '../../../src-shared/format/share.ts';
import { pStatement } from '../../../src-shared/format/p-value.ts';

/** An order that sound attacks keep: what is weaker does not fool more. */
interface Expectation {
  code: FindingCode;
  isOrdered: (weaker: AttackOptions, stronger: AttackOptions) => boolean;
  cure: string;
}

const BLACK_BOX: readonly AttackMethod[] = ['spsa'];
const SMOOTH: readonly AttackMethod[] = ['sap', 'smoothed-pgd'];
const LEVEL = 0.05;

const MASKED = 'The gradient is probably masked: try the margin loss, more steps and random starts.';
const UNCONVERGED = 'The stronger attack has not come to its end: give it more steps, random starts or another loss.';

const sameSetting = (a: AttackOptions, b: AttackOptions): boolean => sameBudget(a, b) && a.target === b.target;

const EXPECTATIONS: readonly Expectation[] = [
  {
    code: 'black-box-beats-white-box',
    isOrdered: (a, b) => sameSetting(a, b) && BLACK_BOX.includes(a.method) && ['pgd', 'sap'].includes(b.method),
    cure: MASKED,
  },
  {
    code: 'one-step-beats-many',
    isOrdered: (a, b) => sameSetting(a, b) && a.method === 'fgsm' && b.method === 'pgd',
    cure: MASKED,
  },
  {
    code: 'constrained-beats-free',
    isOrdered: (a, b) =>
      sameSetting(a, b) &&
      ((SMOOTH.includes(a.method) && b.method === 'pgd') ||
        (a.method === 'smoothed-pgd' && b.method === 'sap' && a.kernels === b.kernels)),
    cure: UNCONVERGED,
  },
  {
    code: 'targeted-beats-untargeted',
    isOrdered: (a, b) => b.target === null && a.target !== null && alikeBut(a, b, ['target']),
    cure: UNCONVERGED,
  },
  {
    code: 'not-growing-with-budget',
    isOrdered: (a, b) =>
      Math.floor(a.epsilonUnits) < Math.floor(b.epsilonUnits) && alikeBut(a, b, ['epsilonUnits', 'alphaUnits']),
    cure: 'Give the larger budget a larger α or more steps, so that the attack can use it up.',
  },
];

/** Whether anything can be said of two runs with these options, in whichever order. */
export function isComparable(a: AttackOptions, b: AttackOptions): boolean {
  return EXPECTATIONS.some(({ isOrdered }) => isOrdered(a, b) || isOrdered(b, a)) || isSameWithMoreEffort(a, b);
}

/** What other runs of the same model say about one: of each kind the clearest finding. */
export function lintComparisons(options: AttackOptions, comparisons: readonly Comparison[]): Finding[] {
  const useful = [...comparisons].filter(({ shared }) => shared > 0).sort((a, b) => a.p - b.p);
  const broken = EXPECTATIONS.flatMap(({ code, isOrdered, cure }) => {
    for (const other of useful) {
      const own = { options, fooled: other.fooled };
      const others = { options: other.options, fooled: other.otherFooled };
      for (const [weaker, stronger] of [[own, others] as const, [others, own] as const]) {
        if (!isOrdered(weaker.options, stronger.options) || weaker.fooled <= stronger.fooled) continue;
        const message = `${nameOf(weaker.options)} fools ${outOf(weaker.fooled, other.shared)}, ${nameOf(stronger.options)} only ${stronger.fooled} of the same records (${pStatement(other.p)}).`;
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
      message: `The same attack with more steps or starts (${effort(better.options)} instead of ${effort(options)} evaluations a record) fools ${outOf(otherFooled, shared)}, this run ${fooled} of the same (${pStatement(p)}).`,
      cure: 'Report the run with more steps, and go on until more of them change nothing.',
    },
  ];
}

const EFFORT: readonly AttackOptionName[] = [
  'pgdSteps',
  'sapSteps',
  'restarts',
  'randomStart',
  'seed',
  'adamSteps',
  'binarySearchSteps',
  'spsaSteps',
  'spsaPairs',
];

function isSameWithMoreEffort(a: AttackOptions, b: AttackOptions): boolean {
  return sameSetting(a, b) && effort(b) > effort(a) && alikeBut(a, b, EFFORT);
}

/** How often the gradient, or a black box's estimate of it, is taken for a record at most. */
function effort(options: AttackOptions): number {
  const { method, pgdSteps, sapSteps, restarts, adamSteps, binarySearchSteps, spsaSteps, spsaPairs } = options;
  switch (method) {
    case 'fgsm':
      return 1;
    case 'pgd':
    case 'smoothed-pgd':
      return pgdSteps * restarts;
    case 'sap':
      return (pgdSteps + sapSteps) * restarts;
    case 'ecgadv':
      return adamSteps * binarySearchSteps;
    case 'spsa':
      return spsaSteps * spsaPairs;
  }
}

/** The same method, and the same of every option that it uses but these. */
export function alikeBut(a: AttackOptions, b: AttackOptions, but: readonly AttackOptionName[]): boolean {
  if (a.method !== b.method) return false;
  const names = METHOD_DESCRIPTIONS[a.method].uses.filter((name) => !but.includes(name));
  return names.every((name) => (name === 'epsilonUnits' ? sameBudget(a, b) : a[name] === b[name]));
}

/** "PGD at ε = 10, to class 1". */
function nameOf({ method, epsilonUnits, target }: AttackOptions): string {
  const goal = target === null ? '' : target === 'han2020' ? ', by the protocol of the paper' : `, to class ${target}`;
  return `${METHOD_DESCRIPTIONS[method].name} at ε = ${epsilonUnits}${goal}`;
}
