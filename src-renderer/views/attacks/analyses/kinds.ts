import type { AnalysisKind } from '../../../../src-shared/analyses/index.ts';
import { ATTACK_METHODS, attackOf, type AttackMethod } from '../../../../src-shared/attacks/index.ts';
import type { AttackOptionName } from '../../../../src-shared/attacks/options.ts';
import { scalesWithBudget } from '../../../../src-shared/attacks/traits.ts';

export interface KindDescription {
  name: string;
  /** What it answers, and how. */
  sentence: string;
  /** Attacks that it can be made with; none where it starts from a run, or needs none. */
  methods: readonly AttackMethod[];
  /** Options of the attack that the analysis itself decides. */
  omit: readonly AttackOptionName[];
}

const WITH_BUDGET = ATTACK_METHODS.filter((method) => scalesWithBudget(attackOf(method).traits));
const WITH_GRADIENT = ATTACK_METHODS.filter((method) => !attackOf(method).traits.blackBox);

/** In the order in which they are offered. */
export const KINDS: Record<AnalysisKind, KindDescription> = {
  'epsilon-curve': {
    name: 'Success against budget',
    sentence: 'How the success rate grows with ε, beside random directions of the same size and spectrum.',
    methods: WITH_BUDGET,
    omit: ['epsilonUnits', 'alphaUnits'],
  },
  'least-perturbation': {
    name: 'Minimal perturbation',
    sentence:
      'The smallest ε at which the attack fools each record, every ε tried: as a curve and as medians by class.',
    methods: WITH_BUDGET,
    omit: ['epsilonUnits', 'alphaUnits'],
  },
  'targeted-table': {
    name: 'Targeted table',
    sentence: 'Table 1 of Han et al. 2020: how often records of each class are led to each other class.',
    methods: ATTACK_METHODS,
    omit: ['target'],
  },
  existence: {
    name: 'Existence',
    sentence:
      'Whether signals around the examples of a run are adversarial too: made with noise, by crossings, and within a band.',
    methods: [],
    omit: [],
  },
  transfer: {
    name: 'Transfer',
    sentence:
      'Black box: one model, the surrogate, is attacked; another, the target, judges, on the records that the target classifies correctly.',
    methods: WITH_GRADIENT,
    omit: [],
  },
  device: {
    name: 'After a device',
    sentence:
      'Whether the examples of a run still fool the model after what a device does to a tracing: filters, resampling, gain, shift, resolution.',
    methods: [],
    omit: [],
  },
  certificate: {
    name: 'Certificates',
    sentence:
      'Within what distance of each record no perturbation whatever changes the class of most of its noisy copies: randomized smoothing.',
    methods: [],
    omit: [],
  },
};

export const KIND_LIST = Object.keys(KINDS) as AnalysisKind[];
