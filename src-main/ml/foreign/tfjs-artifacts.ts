import type { io } from '@tensorflow/tfjs-core';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { parseJson } from '../../../src-shared/errors/parse-json.ts';
import type { NetworkForm } from '../../../src-shared/models/network-ports.ts';
import { readRegular } from '../../ecg/source/regular-file.ts';
import { sumOf } from '../../numeric/sums.ts';
import { fileBeside } from '../files/beside.ts';

const MOST_DESCRIPTION_BYTES = 64 * 1024 ** 2;
const MOST_WEIGHT_BYTES = 1024 ** 3;

const DTYPE_BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

const weightSchema = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  dtype: z.enum(['float32', 'int32', 'bool']),
  quantization: z.looseObject({ dtype: z.enum(['uint8', 'uint16', 'float16']) }).optional(),
});

const modelSchema = z.looseObject({
  format: z.string().nullish(),
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(weightSchema) })),
  signature: z.looseObject({}).nullish(),
});

export interface TfjsArtifacts extends io.ModelArtifacts {
  form: Extract<NetworkForm, `tfjs-${string}`>;
  /** The names of the shards, as model.json names them. */
  shards: string[];
}

/**
 * A model.json of TensorFlow.js with its weights, in any number of shards and quantised or not. Throws AppError 'not-found'
 * or 'damaged' that names the file.
 */
export function readTfjsArtifacts(path: string): TfjsArtifacts {
  const model = parseJson(readRegular(path, MOST_DESCRIPTION_BYTES).toString('utf8'), modelSchema, {
    kind: 'model of TensorFlow.js',
    where: path,
    cure: 'Give the model.json that tensorflowjs_converter or model.save() wrote.',
  });
  const shards = model.weightsManifest.flatMap(({ paths }) => paths);
  let bytesLeft = MOST_WEIGHT_BYTES;
  const parts = shards.map((name) => {
    const bytes = readRegular(fileBeside(name, dirname(path), path), bytesLeft);
    bytesLeft -= bytes.length;
    return bytes;
  });
  const weightSpecs = model.weightsManifest.flatMap(({ weights }) => weights);
  const data = Buffer.concat(parts);
  const needed = sumOf(weightSpecs, ({ shape, dtype, quantization }) =>
    shape.reduce((product, n) => product * n, DTYPE_BYTES[quantization?.dtype ?? dtype] as number),
  );
  if (data.length !== needed) {
    const text = `The weights of '${path}' (${shards.join(', ') || 'no file'}) have ${data.length} bytes; the model needs ${needed}.`;
    throw new AppError('damaged', `${text} Copy them again.`);
  }
  return {
    form: isGraph(model) ? 'tfjs-graph' : 'tfjs-layers',
    shards,
    modelTopology: model.modelTopology,
    weightSpecs: weightSpecs as io.WeightsManifestEntry[],
    weightData: new Uint8Array(data).buffer,
    ...(model.signature ? { signature: model.signature } : {}),
  };
}

/** Numbers in its weights that are not whole: shapes and axes of a graph are constants too. */
export function parametersOf({ weightSpecs = [] }: TfjsArtifacts): number {
  const floats = weightSpecs.filter(({ dtype }) => dtype === 'float32');
  return sumOf(floats, ({ shape }) => shape.reduce((product, n) => product * n, 1));
}

function isGraph({ format, modelTopology }: z.infer<typeof modelSchema>): boolean {
  return format === 'graph-model' || Array.isArray(modelTopology['node']);
}
