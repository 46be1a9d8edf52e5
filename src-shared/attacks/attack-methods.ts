import type { AttackMethod, AttackOptions } from './attack-options.ts';

/** An option that not every method uses. */
export type AttackOptionName = Exclude<keyof AttackOptions, 'method'>;

export interface MethodDescription {
  /** For people. */
  name: string;
  /** What it does, in one sentence or two. */
  sentence: string;
  source: string;
  /** The options that decide what it does; the others are stored, and change nothing. */
  uses: readonly AttackOptionName[];
}

const EVERY = ['target', 'epsilonUnits', 'padding'] as const;
const PGD = [...EVERY, 'loss', 'alphaUnits', 'pgdSteps', 'randomStart', 'restarts', 'seed'] as const;

/** The one table of the attacks, which the command line, the forms and the reports speak from. */
export const METHOD_DESCRIPTIONS: Record<AttackMethod, MethodDescription> = {
  fgsm: {
    name: 'FGSM',
    sentence: 'One step of the full budget along the sign of the gradient.',
    source: 'Goodfellow et al. 2015',
    uses: [...EVERY, 'loss'],
  },
  pgd: {
    name: 'PGD',
    sentence: 'Many small steps along the sign of the gradient, kept within the budget. The result looks jagged.',
    source: 'Madry et al. 2018',
    uses: PGD,
  },
  'smoothed-pgd': {
    name: 'Smoothed PGD',
    sentence: 'PGD, then smoothed with the Gaussian kernels once, without a further search.',
    source: 'Han et al. 2020',
    uses: [...PGD, 'kernels'],
  },
  sap: {
    name: 'SAP',
    sentence: 'Smooth adversarial perturbation: starts from PGD, then searches among smooth perturbations only.',
    source: 'Han et al. 2020',
    uses: [...PGD, 'sapSteps', 'kernels'],
  },
  spsa: {
    name: 'SPSA (black box)',
    sentence:
      'Searches among smooth perturbations without a gradient: it shows the model pairs of signals and goes where they fool more. It stops at each record as soon as that is fooled.',
    source: 'Spall 1992; Uesato et al. 2018',
    uses: [...EVERY, 'alphaUnits', 'kernels', 'seed', 'spsaSteps', 'spsaPairs', 'blockSamples', 'probeUnits'],
  },
  ecgadv: {
    name: 'ECGadv',
    sentence:
      'Looks for the smoothest perturbation that fools: Adam, and for each record a search for the weight of both.',
    source: 'Chen et al. 2020',
    uses: [...EVERY, 'binarySearchSteps', 'adamSteps', 'learningRateUnits', 'initialC', 'confidence'],
  },
};

/** Whether two attacks are the same: the same method, and every option alike that it uses. */
export function sameAttack(a: AttackOptions, b: AttackOptions): boolean {
  return a.method === b.method && METHOD_DESCRIPTIONS[a.method].uses.every((name) => a[name] === b[name]);
}

/** Whether an option changes anything in this method. */
export function usesOption(method: AttackMethod, name: AttackOptionName): boolean {
  return METHOD_DESCRIPTIONS[method].uses.includes(name);
}
