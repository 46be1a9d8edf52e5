import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toFloat16Bits } from './float16.ts';
import { MODEL_FILE, WEIGHTS_FILE, type ModelData, type NamedWeights } from './model-files.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';

/** The smallest number that rounds to infinity. */
const LEAST_INFINITE_HALF = 65_520;

export interface SaveOptions {
  /**
   * Kernels are stored in half precision: half the bytes, logits that differ in the third digit. Batch norm and biases
   * keep full precision: they are few, and variances can exceed the range.
   */
  float16?: boolean;
}

/** Writes a model in the TF.js Layers format: model.json and weights.bin. Needs no engine; existing files are replaced. */
export async function saveModel(folder: string, model: ModelData, options: SaveOptions = {}): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (options.float16 === true) checkHalves(model.weights);
  const isHalf = ({ name }: NamedWeights): boolean => options.float16 === true && name.endsWith('/kernel');
  const weights = model.weights.map((weight) => ({
    name: weight.name,
    shape: weight.shape,
    dtype: 'float32',
    ...(isHalf(weight) ? { quantization: { dtype: 'float16', original_dtype: 'float32' } } : {}),
  }));
  const description = {
    format: 'layers-model',
    generatedBy: 'Equipoise',
    convertedBy: null,
    modelTopology: model.topology,
    weightsManifest: [{ paths: [WEIGHTS_FILE], weights }],
  };
  const bytes = Buffer.concat(
    model.weights.map((weight) => (isHalf(weight) ? halves(weight.values) : singles(weight.values))),
  );
  await replace(join(folder, WEIGHTS_FILE), bytes);
  await replace(join(folder, MODEL_FILE), `${JSON.stringify(description)}\n`);
}

/** Kernels beyond 65,504 are infinite in half precision. Throws AppError 'bad-input' that names the first. */
function checkHalves(weights: readonly NamedWeights[]): void {
  for (const { name, values } of weights) {
    const large = name.endsWith('/kernel') ? values.find((value) => Math.abs(value) >= LEAST_INFINITE_HALF) : undefined;
    if (large !== undefined) {
      const text = `The weights '${name}' hold ${large}, which is infinite in half precision.`;
      throw new AppError('bad-input', `${text} Import with --precision single.`);
    }
  }
}

async function replace(path: string, content: string | Buffer): Promise<void> {
  await writeFile(`${path}.new`, content);
  await rename(`${path}.new`, path);
}

function singles(values: Float32Array): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => bytes.writeFloatLE(value, 4 * i));
  return bytes;
}

function halves(values: Float32Array): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  values.forEach((value, i) => bytes.writeUInt16LE(toFloat16Bits(value), 2 * i));
  return bytes;
}
