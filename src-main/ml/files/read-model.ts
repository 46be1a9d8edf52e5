import { basename, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readRegular } from '../../ecg/source/regular-file.ts';
import { sumOf } from '../../numeric/sums.ts';
import { fileBeside } from './beside.ts';
import { fromFloat16Bits } from './float16.ts';
import { NETWORK_FILE, readNetworkFile } from './network-file.ts';
import { readTreesFile, TREES_FILE } from './trees-file.ts';
import { MODEL_FILE, type ModelData, type NamedWeights } from './model-files.ts';

const MOST_DESCRIPTION_BYTES = 64 * 1024 ** 2;
const MOST_WEIGHT_BYTES = 1024 ** 3;

const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().min(1)),
  dtype: z.literal('float32'),
  quantization: z.object({ dtype: z.literal('float16') }).optional(),
});

const modelSchema = z.object({
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(z.object({ paths: z.array(z.string()), weights: z.array(weightSchema) })),
});

type WeightEntry = z.infer<typeof weightSchema>;

/**
 * Reads a model in the TF.js Layers format. Half-precision weights are widened. AppError 'not-found' without model.json or
 * a weights file, 'damaged' (naming the file) for one that is truncated, too long or holds a number that is not finite.
 */
export function readModel(folder: string): ModelData {
  const { path, modelTopology, weightsManifest } = readDescription(folder);
  const weights: NamedWeights[] = [];
  let bytesLeft = MOST_WEIGHT_BYTES;
  for (const group of weightsManifest) {
    const files = group.paths.map((name) => fileBeside(name, folder, path));
    const parts = files.map((file) => {
      const bytes = readRegular(file, bytesLeft);
      bytesLeft -= bytes.length;
      return bytes;
    });
    weights.push(...decode(group.weights, Buffer.concat(parts), files.join(', ')));
  }
  return { topology: modelTopology, weights };
}

/**
 * The names of the files that determine what a model computes: of an imported network its description and its own files, of trees
 * their one file, of others model.json and the weights that it lists, whatever they are called. Throws as `readModel`.
 */
export function modelFilesOf(folder: string): string[] {
  const network = readNetworkFile(folder);
  if (network !== undefined) return [NETWORK_FILE, ...network.files];
  if (readTreesFile(folder) !== undefined) return [TREES_FILE];
  const { path, weightsManifest } = readDescription(folder);
  return [
    MODEL_FILE,
    ...weightsManifest.flatMap(({ paths }) => paths.map((name) => basename(fileBeside(name, folder, path)))),
  ];
}

function readDescription(folder: string): z.infer<typeof modelSchema> & { path: string } {
  const path = join(folder, MODEL_FILE);
  const json = readRegular(path, MOST_DESCRIPTION_BYTES).toString('utf8');
  const parsed = modelSchema.safeParse(parseJson(json, path));
  if (parsed.success) return { ...parsed.data, path };
  const issue = parsed.error.issues[0];
  const text = `'${path}' is not a TF.js Layers model (${issue?.path.join('.')}: ${issue?.message}).`;
  throw new AppError('damaged', text, { path });
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new AppError('damaged', `'${path}' is not valid JSON.`, { path }, { cause });
  }
}

function decode(entries: readonly WeightEntry[], bytes: Buffer, path: string): NamedWeights[] {
  const widthOf = (entry: WeightEntry): number => (entry.quantization === undefined ? 4 : 2);
  const sizeOf = ({ shape }: WeightEntry): number => shape.reduce((product, n) => product * n, 1);
  const needed = sumOf(entries, (entry) => widthOf(entry) * sizeOf(entry));
  if (bytes.length !== needed) {
    throw new AppError('damaged', `'${path}' has ${bytes.length} bytes; the model needs ${needed}.`, { path });
  }
  let at = 0;
  return entries.map((entry) => {
    const { name, shape } = entry;
    const width = widthOf(entry);
    const values = new Float32Array(sizeOf(entry));
    for (let i = 0; i < values.length; i += 1, at += width) {
      values[i] = width === 4 ? bytes.readFloatLE(at) : fromFloat16Bits(bytes.readUInt16LE(at));
    }
    const bad = values.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) throw new AppError('damaged', `'${path}': weight ${bad} of '${name}' is ${values[bad]}.`, { path });
    return { name, shape, values };
  });
}
