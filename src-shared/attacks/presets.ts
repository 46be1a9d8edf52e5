import { attackOptionsSchema, type AttackOptions, type AttackOptionsInput } from './index.ts';

interface AttackPreset {
  name: string;
  sentence: () => string;
  options: AttackOptions;
}

/** Han et al. 2020: 10 µV in steps of 1, AF led to Normal and the others away from their label. */
const HAN2020 = { epsilonUnits: 10, target: 'han2020' } as const;
const HAN2020_PGD = { ...HAN2020, alphaUnits: 1, pgdSteps: 20 } as const;

/** Attacks under a name, with the values of the papers that they come from. */
export const ATTACK_PRESETS: readonly AttackPreset[] = [
  preset('han2020-sap', () => 'SAP as in Han et al. 2020: ε 10, 20 steps of PGD and 40 of SAP, all 25 kernels.', {
    method: 'sap',
    ...HAN2020_PGD,
    sapSteps: 40,
    kernels: 'cross25',
  }),
  preset('han2020-pgd', () => 'PGD as in Han et al. 2020: ε 10, α 1, 20 steps from the record itself.', {
    method: 'pgd',
    ...HAN2020_PGD,
  }),
  preset('han2020-smoothed-pgd', () => 'PGD smoothed afterwards, the control of Han et al. 2020.', {
    method: 'smoothed-pgd',
    ...HAN2020_PGD,
    kernels: 'cross25',
  }),
  preset('han2020-fgsm', () => 'One step of ε 10, with the goals of Han et al. 2020.', { method: 'fgsm', ...HAN2020 }),
  preset('strong', () => 'The hardest test here: PGD on the margin, 100 steps, the best of five random starts.', {
    method: 'pgd',
    loss: 'margin',
    pgdSteps: 100,
    randomStart: true,
    restarts: 5,
  }),
  preset(
    'chen2020-ecgadv',
    () => 'The smoothest perturbation that Adam finds, with a cap of 1 mV, which it never needs.',
    { method: 'ecgadv', epsilonUnits: 1000 },
  ),
];

export const PRESET_NAMES = ATTACK_PRESETS.map(({ name }) => name);

/** The options of a preset; undefined for a name that there is not. */
export function presetOptions(name: string): AttackOptions | undefined {
  return ATTACK_PRESETS.find((each) => each.name === name)?.options;
}

function preset(name: string, sentence: () => string, options: AttackOptionsInput): AttackPreset {
  return { name, sentence, options: attackOptionsSchema.parse(options) };
}
