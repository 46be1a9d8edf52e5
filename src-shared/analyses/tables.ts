import { stageName } from '../attacks/device-steps.ts';
import { DEVICE_STAGES } from './device.ts';
import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';
import type { AnalysisKind } from './index.ts';

const RATE = { type: 'number', nullable: true } as const;
const ENDS = [
  { name: 'low', ...RATE, description: 'Lower end of the 95 % interval of the share before it (Wilson).' },
  { name: 'high', ...RATE, description: 'Upper end of the same interval.' },
] as const satisfies FieldDeclaration[];
const LEAD = {
  name: 'lead',
  type: 'text',
  nullable: true,
  description: 'Lead of it that was read; missing where an older version imported or analysed it.',
} as const satisfies FieldDeclaration;
const LEADS = {
  ...LEAD,
  description: 'Leads of the records, each once; missing where an older version imported or analysed them.',
} as const satisfies FieldDeclaration;

const CURVE_FIELDS = [
  { name: 'epsilon', type: 'number', unit: 'µV', description: 'Budget ε of the point.' },
  { name: 'epsilon_units', type: 'number', unit: 'ADC units', description: 'The same in ADC units.' },
  { name: 'alpha_units', type: 'number', unit: 'ADC units', description: 'Step α.' },
  { name: 'attackable', type: 'integer', description: 'Records that count: see docs/methods.md.' },
  { name: 'fooled', type: 'integer', description: 'Of these, the ones that the attack fools.' },
  { name: 'success', ...RATE, description: 'fooled / attackable.' },
  ...ENDS,
  {
    name: 'noise_fooled',
    type: 'integer',
    description: 'The same records with a random direction of the size and spectrum of their δ instead.',
  },
  { name: 'noise_control', ...RATE, description: 'noise_fooled / attackable.' },
  { name: 'noise_low', ...RATE, description: 'Lower end of its 95 % interval (Wilson).' },
  { name: 'noise_high', ...RATE, description: 'Upper end of the same interval.' },
  LEADS,
] as const satisfies FieldDeclaration[];

const LEAST_FIELDS = [
  { name: 'record', type: 'text', description: 'Name of the record.' },
  LEAD,
  { name: 'label', type: 'text', description: 'Its label.' },
  {
    name: 'least',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description: 'The smallest ε at which the attack fools it; missing if none up to largest does.',
  },
  { name: 'largest', type: 'number', unit: 'µV', description: 'The largest ε that was tried.' },
] as const satisfies FieldDeclaration[];

const TARGETED_FIELDS = [
  { name: 'from', type: 'text', description: 'Class by the model before the attack.' },
  { name: 'to', type: 'text', description: 'Target.' },
  {
    name: 'paper',
    type: 'number',
    nullable: true,
    description: 'The share in Table 1 of Han et al. 2020; missing where the classes are not those of CinC 2017.',
  },
  { name: 'success', ...RATE, description: 'count / of.' },
  ...ENDS,
  { name: 'count', type: 'integer', description: 'Records led to the target.' },
  { name: 'of', type: 'integer', description: 'Records that had the class before.' },
  { name: 'correct_count', type: 'integer', description: 'Led to the target, where the class before was the label.' },
  { name: 'correct_of', type: 'integer', description: 'Had the class before, and it was the label.' },
  LEADS,
] as const satisfies FieldDeclaration[];

const keeping = 'Share of the new signals that keep the adversarial class; missing if none could be made.';
const control = 'The same of random directions of the same sizes and spectra.';
const EXISTENCE_FIELDS = [
  { name: 'record', type: 'text', description: 'Record of the adversarial example.' },
  LEAD,
  { name: 'label', type: 'text', description: 'Its label.' },
  { name: 'adversarial_class', type: 'text', description: 'Its class after the attack.' },
  { name: 'noise', ...RATE, description: keeping },
  { name: 'noise_control', ...RATE, description: control },
  { name: 'crossings', ...RATE, description: keeping },
  { name: 'crossings_control', ...RATE, description: control },
  { name: 'band', ...RATE, description: keeping },
  { name: 'band_control', ...RATE, description: control },
] as const satisfies FieldDeclaration[];

const DEVICE_FIELDS = [
  { name: 'record', type: 'text', description: 'Record of the adversarial example.' },
  LEAD,
  { name: 'label', type: 'text', description: 'Its label.' },
  { name: 'adversarial_class', type: 'text', description: 'Its class after the attack.' },
  ...DEVICE_STAGES.map((stage) => ({
    name: stage.replace('-', '_'),
    ...RATE,
    description: `Share of the drawn devices after which it still fools the model: ${stageName(stage).toLowerCase()}.`,
  })),
] satisfies FieldDeclaration[];

const TRANSFER_FIELDS = [
  { name: 'what', type: 'text', description: 'What is counted.' },
  { name: 'count', type: 'integer', description: 'How often.' },
  { name: 'of', type: 'integer', description: 'Of how many records.' },
  { name: 'share', ...RATE, description: 'count / of.' },
  ...ENDS,
  LEADS,
] as const satisfies FieldDeclaration[];

const CERTIFICATE_FIELDS = [
  { name: 'record', type: 'text', description: 'Name of the record.' },
  LEAD,
  { name: 'label', type: 'text', description: 'Its label.' },
  {
    name: 'smoothed_class',
    type: 'text',
    nullable: true,
    description: 'The class of most noisy copies; missing where none is certain.',
  },
  { name: 'votes', type: 'integer', description: 'Noisy copies that got the class that others of them had chosen.' },
  {
    name: 'radius',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description:
      'No perturbation of a smaller L2 norm changes that class; in the smooth subspace the norm is that of θ.',
  },
  {
    name: 'epsilon',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description: 'radius / √samples: none whose every sample is smaller changes it, and none whose RMS is.',
  },
] as const satisfies FieldDeclaration[];

/** Each kind of analysis as one table. `oneFor`: what a row is about, after "one row for each". */
export const ANALYSIS_TABLES = {
  'epsilon-curve': { title: 'Success against budget', oneFor: 'budget', fields: CURVE_FIELDS },
  'least-perturbation': { title: 'Minimal perturbation', oneFor: 'attackable record', fields: LEAST_FIELDS },
  'targeted-table': { title: 'Targeted table', oneFor: 'class before and target', fields: TARGETED_FIELDS },
  existence: { title: 'Existence', oneFor: 'adversarial example', fields: EXISTENCE_FIELDS },
  transfer: { title: 'Transfer', oneFor: 'share', fields: TRANSFER_FIELDS },
  device: { title: 'After a device', oneFor: 'adversarial example', fields: DEVICE_FIELDS },
  certificate: { title: 'Certificates', oneFor: 'record', fields: CERTIFICATE_FIELDS },
} as const satisfies Record<AnalysisKind, { title: string; oneFor: string; fields: readonly FieldDeclaration[] }>;

export type AnalysisRow<K extends AnalysisKind> = RowOf<(typeof ANALYSIS_TABLES)[K]['fields']>;
