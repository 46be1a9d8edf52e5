import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';

interface LayersChoices {
  classes?: number;
  ending?: 'softmax' | 'sigmoid' | 'linear';
  /** A layer that the program has no own one of. */
  foreign?: boolean;
  length?: number | null;
}

/** A small network of TF.js Layers as people make them: batch norm, pooling, a softmax at the end. An engine must be open. */
export function layersNetwork(choices: LayersChoices = {}): layers.LayersModel {
  const { classes = 4, ending = 'softmax', foreign = false, length = null } = choices;
  const seeded = (seed: number): ReturnType<typeof layers.initializers.randomNormal> =>
    layers.initializers.randomNormal({ seed, stddev: 0.3 });
  return layers.sequential({
    layers: [
      layers.layers.conv1d({
        inputShape: [length, 1],
        filters: 6,
        kernelSize: 9,
        strides: 2,
        padding: 'same',
        kernelInitializer: seeded(1),
      }),
      layers.layers.batchNormalization(),
      foreign ? layers.layers.elu() : layers.layers.reLU(),
      layers.layers.maxPooling1d({ poolSize: 2 }),
      layers.layers.globalAveragePooling1d(),
      layers.layers.dense({ units: classes, activation: ending, kernelInitializer: seeded(2) }),
    ],
  });
}

/** Saves it as `tensorflowjs_converter` does: model.json and weights in shards. Returns the folder. */
export async function saveLayersNetwork(model: layers.LayersModel, folder: string, shardBytes = 200): Promise<string> {
  await model.save({
    save: async (artifacts) => {
      const bytes = Buffer.from(artifacts.weightData as ArrayBuffer);
      writeModel(folder, {
        format: 'layers-model',
        topology: artifacts.modelTopology as object,
        weights: artifacts.weightSpecs ?? [],
        bytes,
        shardBytes,
      });
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    },
  });
  return folder;
}

interface Written {
  format: string;
  topology: object;
  weights: readonly object[];
  bytes: Buffer;
  shardBytes?: number;
  signature?: object;
}

function writeModel(folder: string, { format, topology, weights, bytes, shardBytes, signature }: Written): void {
  mkdirSync(folder, { recursive: true });
  const size = shardBytes ?? bytes.length;
  const shards = Array.from({ length: Math.max(1, Math.ceil(bytes.length / size)) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  const paths = shards.map((_, i) => `group1-shard${i + 1}of${shards.length}.bin`);
  shards.forEach((shard, i) => writeFileSync(join(folder, paths[i] as string), shard));
  const model = {
    format,
    modelTopology: topology,
    weightsManifest: [{ paths, weights }],
    ...(signature && { signature }),
  };
  writeFileSync(join(folder, 'model.json'), JSON.stringify(model));
}

const SIZES = (...sizes: number[]): object => ({ shape: { dim: sizes.map((size) => ({ size: String(size) })) } });

/**
 * A TF.js Graph model of (batch, samples, 1): a convolution, ReLU, the mean over time, a dense layer, softmax; the kernel of
 * the dense layer is quantised to a byte. Returns what it computes, in plain arithmetic.
 */
export function writeGraphNetwork(folder: string): (x: readonly number[]) => number[] {
  const kernel = [0.5, -0.25, 0.125, -0.5, 0.75, 0.25];
  const bytes = [0, 64, 128, 255, 32, 200];
  const [least, step] = [-1, 2 / 255];
  const dense = bytes.map((byte) => least + byte * step);
  const bias = [0.1, -0.2, 0.3];
  const constant = (name: string, ...sizes: number[]): object => ({
    name,
    op: 'Const',
    attr: { dtype: { type: 'DT_FLOAT' }, value: { tensor: { dtype: 'DT_FLOAT', tensorShape: SIZES(...sizes) } } },
  });
  const whole = (name: string): object => ({ name, op: 'Const', attr: { dtype: { type: 'DT_INT32' } } });
  const float = { T: { type: 'DT_FLOAT' } };
  const nodes = [
    { name: 'ecg', op: 'Placeholder', attr: { dtype: { type: 'DT_FLOAT' }, shape: SIZES(-1, -1, 1) } },
    whole('axis'),
    whole('over'),
    constant('kernel', 1, 3, 1, 2),
    constant('dense', 2, 3),
    constant('bias', 3),
    { name: 'wide', op: 'ExpandDims', input: ['ecg', 'axis'], attr: float },
    {
      name: 'conv',
      op: 'Conv2D',
      input: ['wide', 'kernel'],
      attr: {
        ...float,
        strides: { list: { i: ['1', '1', '1', '1'] } },
        dilations: { list: { i: ['1', '1', '1', '1'] } },
        padding: { s: Buffer.from('VALID').toString('base64') },
        data_format: { s: Buffer.from('NHWC').toString('base64') },
      },
    },
    { name: 'relu', op: 'Relu', input: ['conv'], attr: float },
    { name: 'mean', op: 'Mean', input: ['relu', 'over'], attr: { ...float, keep_dims: { b: false } } },
    {
      name: 'product',
      op: 'MatMul',
      input: ['mean', 'dense'],
      attr: { ...float, transpose_a: { b: false }, transpose_b: { b: false } },
    },
    { name: 'scores', op: 'AddV2', input: ['product', 'bias'], attr: float },
    { name: 'softmax', op: 'Softmax', input: ['scores'], attr: float },
    { name: 'Identity', op: 'Identity', input: ['softmax'], attr: float },
  ];
  const int = (name: string, shape: number[]): object => ({ name, shape, dtype: 'int32' });
  writeModel(folder, {
    format: 'graph-model',
    topology: { node: nodes, versions: { producer: 1 } },
    weights: [
      int('axis', []),
      int('over', [2]),
      { name: 'kernel', shape: [1, 3, 1, 2], dtype: 'float32' },
      { name: 'dense', shape: [2, 3], dtype: 'float32', quantization: { dtype: 'uint8', min: least, scale: step } },
      { name: 'bias', shape: [3], dtype: 'float32' },
    ],
    bytes: Buffer.concat([
      Buffer.from(Int32Array.of(1, 1, 2).buffer),
      Buffer.from(Float32Array.from(kernel).buffer),
      Buffer.from(bytes),
      Buffer.from(Float32Array.from(bias).buffer),
    ]),
    signature: {
      inputs: {
        ecg: {
          name: 'ecg:0',
          dtype: 'DT_FLOAT',
          tensorShape: { dim: [{ size: '-1' }, { size: '-1' }, { size: '1' }] },
        },
      },
      outputs: {
        Identity: { name: 'Identity:0', dtype: 'DT_FLOAT', tensorShape: { dim: [{ size: '-1' }, { size: '3' }] } },
      },
    },
  });
  return (x) => {
    const means = [0, 1].map((filter) => {
      const values = x.slice(2).map((_, t) =>
        Math.max(
          0,
          [0, 1, 2].reduce((sum, k) => sum + (x[t + k] as number) * (kernel[2 * k + filter] as number), 0),
        ),
      );
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    });
    return bias.map((b, k) => b + means.reduce((sum, mean, f) => sum + mean * (dense[3 * f + k] as number), 0));
  };
}
