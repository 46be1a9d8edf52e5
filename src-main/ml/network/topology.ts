import { z } from 'zod';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';

const layerSchema = z.looseObject({
  class_name: z.string(),
  config: z.looseObject({ name: z.string() }),
  /** Names of the layers that each use of this one takes. */
  inbound_nodes: z
    .array(z.array(z.tuple([z.string()], z.unknown()).transform(([name]) => name)))
    .nullish()
    .transform((uses) => uses ?? []),
});
export type LayerJson = z.infer<typeof layerSchema>;

const outputSchema = z.tuple([z.string()], z.unknown()).transform(([name]) => name);
const layersSchema = z.array(layerSchema).min(1);
const modelSchema = z.looseObject({
  class_name: z.string().optional(),
  config: z.union([
    layersSchema.transform((layers) => ({ layers, output_layers: [] as string[] })),
    z.looseObject({ layers: layersSchema, output_layers: z.array(outputSchema).optional().default([]) }),
  ]),
});

/** A topology of TF.js, perhaps within Keras's `model_config`. Throws AppError 'damaged' that names the field. */
export function parseTopology(topology: unknown): {
  model: z.infer<typeof modelSchema>;
  layers: readonly LayerJson[];
  outputs: readonly string[];
} {
  const outer = z.looseObject({ model_config: z.unknown().optional() }).safeParse(topology);
  const parsed = modelSchema.safeParse(outer.data?.model_config ?? topology);
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new AppError(
      'damaged',
      `The model's topology cannot be read: ${where || 'it'} is missing or not as it must be.`,
    );
  }
  const { layers, output_layers: outputs } = parsed.data.config;
  return { model: parsed.data, layers, outputs };
}

/** A minute at 300 Hz: what moves further than the longest input sees one sample of it. */
const LARGEST_SETTING = 18_000;

/** Zeros at one end: a whole number from 0 on. Throws AppError 'bad-input'. */
export function paddingOf(layer: string, value: unknown): number {
  return value === 0 ? 0 : settingOf(layer, 'padding', value);
}

/** A stride, a size or a dilation: a whole number from 1 on, or a list of it. Throws AppError 'bad-input'. */
export function settingOf(layer: string, setting: string, value: unknown): number {
  const number = Number(Array.isArray(value) ? value[0] : value);
  if (Number.isInteger(number) && number >= 1 && number <= LARGEST_SETTING) return number;
  const text = `Layer '${layer}': ${setting} is ${excerpt(JSON.stringify(value) ?? 'missing')}; it must be a whole number from 1 to ${LARGEST_SETTING}.`;
  throw new AppError('bad-input', text);
}
