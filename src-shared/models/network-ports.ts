import { z } from 'zod';

/** What an axis of a network's input counts; 'one' has the size 1 and means nothing. */
export const AXES = ['batch', 'time', 'one'] as const;

/** What the numbers of a network's input are before they are normalised. */
export const INPUT_UNITS = ['mV', 'uV', 'adc'] as const;

/**
 * How a record is normalised, on its own: to mean 0 and standard deviation 1 (over n), to 0…1, or to a largest magnitude
 * of 1.
 */
export const NORMALISATIONS = ['none', 'z-score', 'min-max', 'peak'] as const;

/** Where a record that is too short gets zeros; one that is too long loses samples at the same end or ends. */
export const FITS = ['after', 'before', 'around'] as const;

/** What a network's numbers for the classes are. */
export const OUTPUT_SCALES = ['logits', 'probabilities', 'log-probabilities'] as const;

const axesSchema = z
  .array(z.enum(AXES))
  .min(2)
  .max(4)
  .refine((axes) => ['batch', 'time'].every((axis) => axes.filter((each) => each === axis).length === 1), {
    error: 'must name batch and time once each, and one for every other axis',
  });

/** How a record becomes the input of an imported network. */
export const networkInputSchema = z.object({
  axes: axesSchema,
  unit: z.enum(INPUT_UNITS),
  /** After the unit and before the normalisation: (x − mean) / deviation, the same for every record. */
  mean: z.number().default(0),
  deviation: z.number().positive().default(1),
  normalise: z.enum(NORMALISATIONS).default('none'),
  /** Samples that the network takes; null: as many as the record has. */
  length: z.int().min(1).max(1_000_000).nullable(),
  fit: z.enum(FITS).default('after'),
  /** The lead that it was trained on, in words; for people. */
  lead: z.string().max(40).optional(),
});
export type NetworkInput = z.infer<typeof networkInputSchema>;

/** What an imported network's output means. */
export const networkOutputSchema = z.object({
  /** Which of several outputs; left out: the only one. */
  name: z.string().optional(),
  gives: z.enum(OUTPUT_SCALES),
});
export type NetworkOutput = z.infer<typeof networkOutputSchema>;

export const NETWORK_FORMS = ['onnx', 'tfjs-layers', 'tfjs-graph'] as const;
export type NetworkForm = (typeof NETWORK_FORMS)[number];

/** For people. */
export const NETWORK_FORM_NAMES: Record<NetworkForm, string> = {
  onnx: 'ONNX',
  'tfjs-layers': 'TF.js Layers',
  'tfjs-graph': 'TF.js Graph',
};

/** For people: 'ONNX' of an imported network; the program's own architectures are called as they are. */
export const architectureName = (architecture: string): string =>
  (NETWORK_FORM_NAMES as Partial<Record<string, string>>)[architecture] ?? architecture;

/** What a person says of an input; the file lets one suppose the rest. */
export const givenNetworkInputSchema = networkInputSchema.partial().required({ unit: true });
export type GivenNetworkInput = z.input<typeof givenNetworkInputSchema>;

/** Name and size of what a network takes or gives; null: of any size (a batch, a free length). */
export interface Port {
  name: string;
  shape: readonly (number | null)[];
}

/** '"ecg" (any, 1, 3000)'. */
export const portText = ({ name, shape }: Port): string =>
  `"${name}" (${shape.map((size) => size ?? 'any').join(', ')})`;

const UNIT_NAMES: Record<NetworkInput['unit'], string> = { mV: 'mV', uV: 'µV', adc: 'ADC units' };
const FIT_NAMES: Record<NetworkInput['fit'], string> = {
  after: 'zeros or a cut after the record',
  before: 'zeros or a cut before the record',
  around: 'zeros or a cut on both sides of the record',
};

/** '"ecg" (any, 1, 3000) as batch, one, time; mV; z-score; 3000 samples, zeros or a cut after the record': for a card. */
export function networkInputText(port: Port, input: NetworkInput): string {
  const { axes, unit, mean, deviation, normalise, length, fit, lead } = input;
  return [
    `${portText(port)} as ${axes.join(', ')}`,
    ...(lead === undefined ? [] : [`lead ${lead}`]),
    UNIT_NAMES[unit],
    ...(mean === 0 && deviation === 1 ? [] : [`minus ${mean}, divided by ${deviation}`]),
    ...(normalise === 'none' ? [] : [normalise]),
    length === null ? 'any length' : `${length} samples, ${FIT_NAMES[fit]}`,
  ].join('; ');
}

/** '"logits" (any, 4): logits': for a card. */
export function networkOutputText(port: Port, { gives }: NetworkOutput, ending: string): string {
  const before = ending === 'linear' ? gives : `logits before its ${ending}`;
  return `${portText(port)}: ${before}`;
}
