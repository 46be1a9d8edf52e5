import { attackOptionsSchema, type AttackOptions, type AttackOptionsInput } from './index.ts';
import { m } from '../messages/compiled/messages.js';

interface AttackPreset {
  name: string;
  /** As it is listed. */
  label: () => string;
  sentence: () => string;
  options: AttackOptions;
}

/** Han et al. 2020: 10 µV in steps of 1, AF led to Normal and the others away from their label. */
const HAN2020 = { epsilonUnits: 10, target: 'han2020' } as const;
const HAN2020_PGD = { ...HAN2020, alphaUnits: 1, pgdSteps: 20 } as const;

/** Attacks under a name, with the values of the papers that they come from. */
export const ATTACK_PRESETS: readonly AttackPreset[] = [
  preset('han2020-sap', m.attacks_preset_han2020_sap_label, m.attacks_preset_han2020_sap, {
    method: 'sap',
    ...HAN2020_PGD,
    sapSteps: 40,
    kernels: 'cross25',
  }),
  preset('han2020-pgd', m.attacks_preset_han2020_pgd_label, m.attacks_preset_han2020_pgd, {
    method: 'pgd',
    ...HAN2020_PGD,
  }),
  preset('han2020-smoothed-pgd', m.attacks_preset_han2020_smoothed_pgd_label, m.attacks_preset_han2020_smoothed_pgd, {
    method: 'smoothed-pgd',
    ...HAN2020_PGD,
    kernels: 'cross25',
  }),
  preset('han2020-fgsm', m.attacks_preset_han2020_fgsm_label, m.attacks_preset_han2020_fgsm, {
    method: 'fgsm',
    ...HAN2020,
  }),
  preset('strong', m.attacks_preset_strong_label, m.attacks_preset_strong, {
    method: 'pgd',
    loss: 'margin',
    pgdSteps: 100,
    randomStart: true,
    restarts: 5,
  }),
  preset('chen2020-ecgadv', m.attacks_preset_chen2020_ecgadv_label, m.attacks_preset_chen2020_ecgadv, {
    method: 'ecgadv',
    epsilonUnits: 1000,
  }),
];

export const PRESET_NAMES = ATTACK_PRESETS.map(({ name }) => name);

/** The options of a preset; undefined for an unknown name. */
export function presetOptions(name: string): AttackOptions | undefined {
  return ATTACK_PRESETS.find((each) => each.name === name)?.options;
}

function preset(name: string, label: () => string, sentence: () => string, options: AttackOptionsInput): AttackPreset {
  return { name, label, sentence, options: attackOptionsSchema.parse(options) };
}
