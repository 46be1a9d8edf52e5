import * as tf from '@tensorflow/tfjs-core';
import type { ModelData, NamedWeights } from '../files/model-files.ts';

/** A weight array within the flat one. */
interface LearnedWeight {
  name: string;
  shape: number[];
  offset: number;
  size: number;
}

/** Where each learned weight lies in one flat array, and which arrays are batch-norm statistics. */
export interface ParameterLayout {
  learned: LearnedWeight[];
  size: number;
  /** 1 for kernels, which decay; 0 for biases and batch norm. */
  decays: Uint8Array;
  statistics: { name: string; shape: number[] }[];
}

const isStatistic = (name: string): boolean => /\/moving_(mean|variance)$/.test(name);

export function layoutOf(weights: readonly NamedWeights[]): ParameterLayout {
  const learned: LearnedWeight[] = [];
  let size = 0;
  for (const { name, shape, values } of weights) {
    if (isStatistic(name)) continue;
    learned.push({ name, shape, offset: size, size: values.length });
    size += values.length;
  }
  const decays = new Uint8Array(size);
  for (const { name, offset, size: n } of learned) if (name.endsWith('/kernel')) decays.fill(1, offset, offset + n);
  const statistics = weights.filter(({ name }) => isStatistic(name)).map(({ name, shape }) => ({ name, shape }));
  return { learned, size, decays, statistics };
}

/** The learned weights of a model as one flat array. */
export function flatten(layout: ParameterLayout, weights: readonly NamedWeights[]): Float32Array {
  const values = new Map(weights.map((weight) => [weight.name, weight.values]));
  const flat = new Float32Array(layout.size);
  for (const { name, offset } of layout.learned) flat.set(values.get(name) as Float32Array, offset);
  return flat;
}

/** The model rebuilt from flat learned weights and statistics by name, in the order of its file. */
export function unflatten(
  model: ModelData,
  layout: ParameterLayout,
  flat: Float32Array,
  statistics: ReadonlyMap<string, Float32Array>,
): ModelData {
  const learned = new Map(layout.learned.map((weight) => [weight.name, weight]));
  const weights = model.weights.map(({ name, shape, values }) => {
    const own = learned.get(name);
    if (own !== undefined) return { name, shape, values: flat.slice(own.offset, own.offset + own.size) };
    return { name, shape, values: (statistics.get(name) ?? values).slice() };
  });
  return { topology: model.topology, weights };
}

/** Learned weights as tensors, in layout order. Each gets its own copy: uploads are lazy and `flat` will change. */
export function parameterTensors(layout: ParameterLayout, flat: Float32Array): tf.Tensor[] {
  return layout.learned.map(({ shape, offset, size }) => tf.tensor(flat.slice(offset, offset + size), shape));
}

/** All weights of a model as tensors by name. The caller disposes of them. */
export function weightTensors(weights: readonly NamedWeights[]): Map<string, tf.Tensor> {
  return new Map(weights.map(({ name, shape, values }) => [name, tf.tensor(values, shape)]));
}
