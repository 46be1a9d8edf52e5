import type { AttackOptionName } from './attack-methods.ts';
import type { AttackLoss } from './attack-options.ts';

export interface FieldDescription {
  /** On the command line, without the two hyphens. */
  flag: string;
  /** For people. */
  name: string;
  /** What it decides. */
  sentence: string;
  /** ADC units: shown to people in µV, by the record's own gain. */
  inUnits?: true;
}

/** What the options of an attack are called, on the command line, in forms and in reports. */
export const ATTACK_FIELDS: Record<AttackOptionName, FieldDescription> = {
  target: {
    flag: 'target',
    name: 'Towards',
    sentence: 'Away from the record’s class, to one class, or as in the paper: AF to Normal and the others away.',
  },
  epsilonUnits: {
    flag: 'epsilon',
    name: 'Budget ε',
    sentence: 'The most that any sample may change.',
    inUnits: true,
  },
  alphaUnits: {
    flag: 'alpha',
    name: 'Step α',
    sentence: 'How far each iteration goes along the sign of the gradient.',
    inUnits: true,
  },
  pgdSteps: {
    flag: 'pgd-steps',
    name: 'PGD steps',
    sentence: 'Iterations of PGD; for SAP, of the PGD that it starts from.',
  },
  sapSteps: {
    flag: 'sap-steps',
    name: 'SAP steps',
    sentence: 'Iterations on the smooth perturbation, after the PGD start.',
  },
  kernels: {
    flag: 'kernels',
    name: 'Kernels',
    sentence: 'Which Gaussian kernels are averaged: all 25 pairs of size and width, or five.',
  },
  padding: {
    flag: 'padding',
    name: 'Padding',
    sentence: 'Whether the zeros around a short record may be perturbed while searching.',
  },
  loss: {
    flag: 'loss',
    name: 'Loss',
    sentence: 'What the gradient is taken of; the last two do not fade for a sure model.',
  },
  randomStart: {
    flag: 'random-start',
    name: 'Random start',
    sentence: 'PGD starts anywhere within the budget instead of at the record itself.',
  },
  restarts: {
    flag: 'restarts',
    name: 'Restarts',
    sentence: 'Random starts tried for each record until one fools the model; the best is kept.',
  },
  seed: { flag: 'seed', name: 'Seed', sentence: 'Decides what is drawn: the same seed draws the same again.' },
  binarySearchSteps: {
    flag: 'binary-search-steps',
    name: 'Searches',
    sentence: 'How often ECGadv searches each record, each time with another weight c of fooling against smoothness.',
  },
  adamSteps: { flag: 'adam-steps', name: 'Adam steps', sentence: 'Steps of Adam in each search of ECGadv.' },
  learningRateUnits: {
    flag: 'learning-rate',
    name: 'Learning rate',
    sentence: 'About how far Adam moves a sample in one step of ECGadv.',
    inUnits: true,
  },
  initialC: {
    flag: 'initial-c',
    name: 'First c',
    sentence: 'The weight of fooling against smoothness with which ECGadv begins.',
  },
  confidence: {
    flag: 'confidence',
    name: 'Confidence κ',
    sentence: 'By how much ECGadv pushes the logits beyond the decision.',
  },
  spsaSteps: {
    flag: 'spsa-steps',
    name: 'SPSA steps',
    sentence: 'Steps without a gradient at most; a record ends with the step that fools the model.',
  },
  spsaPairs: {
    flag: 'spsa-pairs',
    name: 'Pairs per step',
    sentence: 'How many pairs of signals each step shows to the model: more of them guess its slope better.',
  },
  blockSamples: {
    flag: 'block',
    name: 'Block length',
    sentence: 'How many samples a probe of SPSA moves together: longer blocks leave fewer things to find out.',
  },
  probeUnits: {
    flag: 'probe',
    name: 'Probe c',
    sentence: 'How far a pair of SPSA goes to both sides before it is smoothed.',
    inUnits: true,
  },
};

export const LOSS_NAMES: Record<AttackLoss, string> = {
  'cross-entropy': 'Cross-entropy, as in the paper',
  margin: 'Margin of the logits (Carlini and Wagner)',
  dlr: 'Difference of logits ratio (Croce and Hein)',
};
