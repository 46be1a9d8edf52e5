import { z } from 'zod';
import type { Ending } from '../network/foreign-model.ts';

const layerSchema = z.looseObject({ class_name: z.string(), config: z.looseObject({ name: z.string().optional() }) });
const modelSchema = z.looseObject({
  class_name: z.string().optional(),
  config: z.union([z.array(layerSchema), z.looseObject({ layers: z.array(layerSchema) })]),
});

const ENDINGS: Readonly<Record<string, Ending>> = {
  softmax: 'softmax',
  log_softmax: 'log-softmax',
  sigmoid: 'sigmoid',
};

/**
 * A topology of layers whose last one is linear, and what it did: the activation of a layer, or a softmax layer. A topology
 * of another form comes back as it is.
 */
export function withoutEnding(topology: unknown): { topology: unknown; ending: Ending } {
  const copy: unknown = structuredClone(topology);
  const outer = z.looseObject({ model_config: z.unknown().optional() }).safeParse(copy);
  const inner = outer.data?.model_config ?? copy;
  if (!modelSchema.safeParse(inner).success) return { topology, ending: 'linear' };
  // The parsed value is a copy again; what is changed is the clone.
  const { config } = inner as z.infer<typeof modelSchema>;
  const layers = Array.isArray(config) ? config : config.layers;
  const name = outputName(config);
  const last = name === undefined ? layers.at(-1) : layers.find((layer) => layer.config.name === name);
  if (last === undefined) return { topology, ending: 'linear' };
  if (last.class_name === 'Softmax') {
    last.class_name = 'Activation';
    last.config['activation'] = 'linear';
    return { topology: copy, ending: 'softmax' };
  }
  const ending = ENDINGS[String(last.config['activation'])];
  if (ending === undefined) return { topology, ending: 'linear' };
  last.config['activation'] = 'linear';
  return { topology: copy, ending };
}

/** Of a functional model; `[['name', 0, 0]]`, or `['name', 0, 0]` as newer versions write one output. */
function outputName(config: unknown): string | undefined {
  const outputs = (config as { output_layers?: unknown }).output_layers;
  const first: unknown = Array.isArray(outputs) ? outputs.flat()[0] : undefined;
  return typeof first === 'string' ? first : undefined;
}
