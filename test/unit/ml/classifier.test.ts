import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadClassifier, makeClassifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { readModel } from '../../../src-main/ml/files/read-model.ts';
import { saveModel } from '../../../src-main/ml/files/save-model.ts';
import { gradientError } from './numeric-gradient.ts';
import { settledModel, someSignal } from './small-model.ts';

const engine = await openEngine();
const model = settledModel(1);
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'equipoise-model-'));
  await saveModel(join(folder, 'single'), model);
});
afterAll(() => rm(folder, { recursive: true }));

async function logitsOfLayers(modelFolder: string, x: tf.Tensor2D): Promise<Float32Array> {
  const description = JSON.parse(await readFile(join(modelFolder, 'model.json'), 'utf8')) as tf.io.ModelJSON;
  const weightData = new Uint8Array(await readFile(join(modelFolder, 'weights.bin'))).buffer;
  const opened = await layers.loadLayersModel(
    tf.io.fromMemory({
      modelTopology: description.modelTopology,
      weightSpecs: description.weightsManifest.flatMap((group) => group.weights),
      weightData,
    }),
  );
  return (opened.predict(tf.expandDims(x, 2)) as tf.Tensor).dataSync<'float32'>();
}

const largestDifference = (a: Float32Array, b: Float32Array): number =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));

describe(`a saved model (${engine.version})`, () => {
  it('comes back with the same weights', async () => {
    const read = readModel(join(folder, 'single'));
    expect(read.weights).toEqual(model.weights);
    expect(read.topology).toEqual(model.topology);
  });

  it('opens in TF.js Layers, whose logits are those of the folded classifier at any length', async () => {
    const classifier = await loadClassifier(join(folder, 'single'));
    for (const samples of [300, 301, 437]) {
      const x = tf.tensor2d(someSignal(3 * samples, samples), [3, samples]);
      const folded = classifier.logits(x).dataSync<'float32'>();
      const plain = await logitsOfLayers(join(folder, 'single'), x);
      expect(Math.max(...plain.map(Math.abs))).toBeGreaterThan(0.1);
      expect(largestDifference(folded, plain)).toBeLessThan(1e-4);
    }
    classifier.dispose();
  });

  it('keeps its classes when its kernels are stored in half precision, which TF.js Layers reads alike', async () => {
    await saveModel(join(folder, 'half'), model, { float16: true });
    const [single, half] = [await loadClassifier(join(folder, 'single')), await loadClassifier(join(folder, 'half'))];
    const x = tf.tensor2d(someSignal(4 * 600, 5), [4, 600]);
    const halfLogits = half.logits(x).dataSync<'float32'>();
    expect(largestDifference(single.logits(x).dataSync<'float32'>(), halfLogits)).toBeLessThan(0.02);
    expect(largestDifference(await logitsOfLayers(join(folder, 'half'), x), halfLogits)).toBeLessThan(1e-4);
  });

  it('has an input gradient that agrees with the numeric one', () => {
    const classifier = makeClassifier(model);
    const x = tf.tensor2d(someSignal(60, 3), [1, 60]);
    const weights = tf.tensor2d([[1, -0.5, 0.3, 0.2]]);
    const score = (v: tf.Tensor): tf.Scalar => tf.sum(tf.mul(classifier.logits(v as tf.Tensor2D), weights));
    expect(gradientError(score, x, 0.5)).toBeLessThan(0.02);
    classifier.dispose();
  });

  it('leaves no tensor behind', () => {
    const before = tf.memory().numTensors;
    const classifier = makeClassifier(model);
    const x = tf.tensor2d(someSignal(300, 1), [1, 300]);
    tf.grad((v) => tf.sum(classifier.logits(v as tf.Tensor2D)))(x).dispose();
    x.dispose();
    classifier.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe('a damaged model is refused by name', () => {
  const damaged = async (name: string, damage: (copy: string) => Promise<void>): Promise<unknown> => {
    const copy = join(folder, name);
    await cp(join(folder, 'single'), copy, { recursive: true });
    await damage(copy);
    return loadClassifier(copy).catch((error: unknown) => error);
  };

  it('when its weights are cut short', async () => {
    const error = await damaged('short', (copy) => truncate(join(copy, 'weights.bin'), 1000));
    expect(error).toMatchObject({
      code: 'damaged',
      message: expect.stringContaining(join('short', 'weights.bin')) as string,
    });
  });

  it('when a weight is not finite', async () => {
    const error = await damaged('nan', async (copy) => {
      const bytes = await readFile(join(copy, 'weights.bin'));
      bytes.writeFloatLE(Number.NaN, 40);
      await writeFile(join(copy, 'weights.bin'), bytes);
    });
    expect(error).toMatchObject({ code: 'damaged', message: expect.stringContaining('is NaN') as string });
  });

  it('when a layer has weights of another shape', async () => {
    const error = await damaged('shape', async (copy) => {
      const text = await readFile(join(copy, 'model.json'), 'utf8');
      await writeFile(join(copy, 'model.json'), text.replace('"shape":[9,1,4]', '"shape":[9,4,1]'));
    });
    expect(error).toMatchObject({ code: 'damaged', message: expect.stringContaining("'stem_conv'") as string });
  });

  it('when a file is missing, is not JSON, or points outside its folder', async () => {
    const missing = await damaged('missing', (copy) => rm(join(copy, 'weights.bin')));
    expect(missing).toMatchObject({ code: 'not-found', message: expect.stringContaining('weights.bin') as string });
    const text = await damaged('text', (copy) => writeFile(join(copy, 'model.json'), 'model'));
    expect(text).toMatchObject({ code: 'damaged', message: expect.stringContaining('not valid JSON') as string });
    const outside = await damaged('outside', async (copy) => {
      const json = await readFile(join(copy, 'model.json'), 'utf8');
      await writeFile(join(copy, 'model.json'), json.replace('"weights.bin"', '"../single/weights.bin"'));
    });
    expect(outside).toMatchObject({ code: 'refused' });
  });

  it('when it has a layer that is not supported', async () => {
    const error = await damaged('layer', async (copy) => {
      const json = await readFile(join(copy, 'model.json'), 'utf8');
      await writeFile(join(copy, 'model.json'), json.replace('"class_name":"ReLU"', '"class_name":"ELU"'));
    });
    expect(error).toMatchObject({ code: 'bad-input', message: expect.stringContaining('ELU') as string });
  });
});
