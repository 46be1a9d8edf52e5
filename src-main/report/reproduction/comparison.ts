import type { Proportion } from '../../../src-shared/analyses/common.ts';
import { attackOf, type AttackMethod } from '../../../src-shared/attacks/index.ts';
import type { Interval } from '../../../src-shared/interval.ts';
import type { Goal, ReproducedAttack, ReproducedModel, ReproductionData } from './data.ts';
import { differencesOf, type Difference, type DifferenceId } from './differences.ts';
import { PAPER, PAPER_ROUNDING } from './paper.ts';

export interface Estimate {
  value: number;
  /** 95 %. */
  interval: Readonly<Interval> | null;
  /** Only of a proportion. */
  count: number | null;
  of: number | null;
}

export type Verdict = 'agrees' | 'above' | 'below' | 'uncompared';

/** Where the paper's figure lies, as the tables say it. */
export const VERDICT_WORDS: Record<Verdict, string> = {
  agrees: 'in our interval',
  above: 'ours is above',
  below: 'ours is below',
  uncompared: '–',
};

/** A figure of the paper beside ours. */
export interface ComparisonEntry {
  id: string;
  what: string;
  /** A share; null where the paper gives none. */
  paper: number | null;
  /** One for each model of the report; null where there is no result. */
  ours: (Estimate | null)[];
  verdict: Verdict;
  differs: Difference[];
}

interface Asked {
  id: string;
  what: string;
  paper: number | null;
  of: (model: ReproducedModel) => Estimate | null;
  differs: DifferenceId[];
}

const ATTACK_DIFFERENCES: DifferenceId[] = [
  'network',
  'epoch',
  'labels',
  'first-records',
  'length',
  'padding',
  'rounding',
];

const CLASSIFIER: Asked[] = [
  {
    id: 'accuracy',
    what: 'Accuracy',
    paper: PAPER.accuracy,
    of: ({ evaluation }) => score(evaluation?.metrics.accuracy, evaluation?.metrics.intervals?.accuracy),
    differs: ['network', 'epoch', 'labels', 'length'],
  },
  {
    id: 'mean-f1',
    what: 'Mean F1 over Normal, AF and Other',
    paper: PAPER.meanF1,
    of: ({ evaluation }) => score(evaluation?.metrics.meanF1, evaluation?.metrics.intervals?.meanF1),
    differs: ['network', 'epoch', 'labels', 'length'],
  },
];

const SUCCESS: Asked[] = [
  success('sap', 'han2020', PAPER.sap),
  success('smoothed-pgd', 'han2020', PAPER.smoothedPgd),
  success('pgd', 'han2020', null),
  success('fgsm', 'han2020', null),
  success('sap', 'untargeted', PAPER.sap),
  success('smoothed-pgd', 'untargeted', PAPER.smoothedPgd),
  success('pgd', 'untargeted', null),
  success('fgsm', 'untargeted', null),
];

const EXISTENCE: Asked[] = [
  {
    id: 'noise',
    what: 'Noise: examples with at least one new one',
    paper: PAPER.noise,
    of: ({ existence }) => proportion(existence?.result.noise.examples),
    differs: ['network', 'labels', 'length', 'rounding', 'first-examples'],
  },
  {
    id: 'crossings',
    what: 'Concatenation: joined signals that stay adversarial',
    paper: PAPER.concatenation,
    of: ({ existence }) => proportion(existence?.result.crossings.draws),
    differs: ['network', 'labels', 'length', 'rounding', 'first-examples', 'crossings'],
  },
  {
    id: 'band',
    what: 'Band: signals within it that are adversarial',
    paper: null,
    of: ({ existence }) => proportion(existence?.result.band.draws),
    differs: ['network', 'labels', 'length', 'rounding', 'first-examples', 'band'],
  },
];

/** Every figure of the paper except Table 1 beside ours, in the paper's order. */
export function compareWithPaper(data: ReproductionData): ComparisonEntry[] {
  const differences = differencesOf(data);
  return [...CLASSIFIER, ...SUCCESS, ...EXISTENCE].map(({ id, what, paper, of, differs }) => {
    const ours = data.models.map(of);
    return {
      id,
      what,
      paper,
      ours,
      verdict: verdictOf(ours[0] ?? null, paper),
      differs: differences.filter((difference) => differs.includes(difference.id)),
    };
  });
}

/** Whether the paper's figure lies within our interval, as far as its whole percentages tell. */
export function verdictOf(ours: Pick<Estimate, 'value' | 'interval'> | null, paper: number | null): Verdict {
  if (!ours || paper === null) return 'uncompared';
  const [low, high] = ours.interval ?? [ours.value, ours.value];
  if (low > paper + PAPER_ROUNDING) return 'above';
  return high < paper - PAPER_ROUNDING ? 'below' : 'agrees';
}

/** The attack on a model with this goal, if it was run. */
export function storedAttack(model: ReproducedModel, method: AttackMethod, goal: Goal): ReproducedAttack | undefined {
  return model.attacks.find((attack) => attack.options.method === method && attack.goal === goal);
}

function success(method: AttackMethod, goal: Goal, paper: number | null): Asked {
  const name = attackOf(method).name;
  const goals: DifferenceId[] = goal === 'untargeted' ? ['goals'] : [];
  return {
    id: `${method}-${goal}`,
    what: goal === 'untargeted' ? `${name}, untargeted` : `${name}, fooled of the originally correct`,
    paper,
    of: (model) => {
      const summary = storedAttack(model, method, goal)?.summary;
      if (!summary || summary.asr === null) return null;
      return {
        value: summary.asr,
        interval: summary.asrInterval,
        count: summary.fooled,
        of: summary.attackable,
      };
    },
    differs: [...ATTACK_DIFFERENCES, ...goals],
  };
}

function score(value: number | undefined, interval: Readonly<Interval> | undefined): Estimate | null {
  return value === undefined ? null : { value, interval: interval ?? null, count: null, of: null };
}

export function proportion(found: Proportion | undefined): Estimate | null {
  if (!found || found.rate === null) return null;
  return { value: found.rate, interval: found.interval, count: found.count, of: found.of };
}
