import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Graph, GraphNode } from './graph.ts';
import { batchNormOfBatch, conv1d, conv1dOfData, frozenConv1d, relu } from '../engine/ops.ts';
import { fitLength1d, zeroPad1d } from '../engine/lengths.ts';
import { dilatedMaxPool1d } from '../engine/dilated-pool.ts';
import { globalMax, pool1d } from '../engine/pool.ts';

/** Weights by their names in the file, e.g. 'stem/kernel'. Kernels are (width, in, out). */
export type WeightTensors = ReadonlyMap<string, tf.Tensor>;

/** What differs between evaluation and training. */
export interface ForwardMode {
  batchNorm(node: GraphNode & { op: 'batchNorm' }, x: tf.Tensor4D, weights: WeightTensors): tf.Tensor4D;
  dropout(node: GraphNode & { op: 'dropout' }, x: tf.Tensor): tf.Tensor;
  /** Convolution with bias and ReLU where the layer has them; `ofData`: x is the signal itself, perhaps scaled. */
  conv(node: ConvNode, x: tf.Tensor4D, weights: WeightTensors, ofData: boolean): tf.Tensor4D;
}

type ConvNode = GraphNode & { op: 'conv' };

export const evaluationMode: ForwardMode = {
  batchNorm(node, x, weights) {
    const [mean, variance] = [weight(weights, node, 'moving_mean'), weight(weights, node, 'moving_variance')];
    const [beta, gamma] = [weight(weights, node, 'beta'), weight(weights, node, 'gamma')];
    return tf.batchNorm(
      x,
      mean as tf.Tensor1D,
      variance as tf.Tensor1D,
      beta as tf.Tensor1D,
      gamma as tf.Tensor1D,
      node.epsilon,
    ) as tf.Tensor4D;
  },
  dropout: (_node, x) => x,
  conv: (node, x, weights) =>
    frozenConv1d(
      x,
      wideKernel(node, weights),
      node.bias ? (weight(weights, node, 'bias') as tf.Tensor1D) : undefined,
      node.relu,
      node,
    ),
};

/**
 * Batch norm by the batch's own statistics, handed to `onStatistics` by layer name. `signalLearns`: the gradient with respect
 * to the signal is asked for too.
 */
export function trainingMode(
  dropout: ForwardMode['dropout'],
  onStatistics: (layer: string, mean: tf.Tensor1D, variance: tf.Tensor1D) => void,
  signalLearns = false,
): ForwardMode {
  return {
    batchNorm: (node, x, weights) =>
      batchNormOfBatch(
        x,
        weight(weights, node, 'gamma') as tf.Tensor1D,
        weight(weights, node, 'beta') as tf.Tensor1D,
        node.epsilon,
        (mean, variance) => onStatistics(node.name, mean, variance),
      ),
    dropout,
    conv(node, x, weights, ofData) {
      const kernel = wideKernel(node, weights);
      let y = ofData && !signalLearns ? conv1dOfData(x, kernel, node) : conv1d(x, kernel, node);
      if (node.bias) y = tf.add(y, weight(weights, node, 'bias'));
      return node.relu ? relu(y) : y;
    },
  };
}

/** The layers that the signal passes before the first one with weights. */
const OF_DATA: ReadonlySet<GraphNode['op']> = new Set(['input', 'rescale', 'zeroPad', 'fitLength']);

/** Signals (batch, samples) in ADC units through a model to logits (batch, classes). */
export function forward(graph: Graph, weights: WeightTensors, x: tf.Tensor2D, mode: ForwardMode): tf.Tensor2D {
  return forwardTo([graph.output], graph, weights, x, mode)[0] as tf.Tensor2D;
}

/**
 * The same, to the named layers.
 * @internal Exported for its tests.
 */
export function forwardTo(
  names: readonly string[],
  graph: Graph,
  weights: WeightTensors,
  x: tf.Tensor2D,
  mode: ForwardMode,
): tf.Tensor[] {
  const values = new Map<string, tf.Tensor>();
  const dataOnly = new Set<string>();
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => values.get(name) as tf.Tensor);
    const ofData = node.inputs.every((name) => dataOnly.has(name));
    if (ofData && OF_DATA.has(node.op)) dataOnly.add(node.name);
    values.set(node.name, apply(node, inputs, weights, x, mode, ofData));
  }
  return names.map((name) => values.get(name) as tf.Tensor);
}

function apply(
  node: GraphNode,
  inputs: tf.Tensor[],
  weights: WeightTensors,
  signal: tf.Tensor2D,
  mode: ForwardMode,
  ofData: boolean,
): tf.Tensor {
  const x = inputs[0] as tf.Tensor4D;
  switch (node.op) {
    case 'input':
      return tf.reshape(signal, [signal.shape[0], 1, signal.shape[1], 1]);
    case 'rescale':
      return node.offset === 0 ? tf.mul(x, node.scale) : tf.add(tf.mul(x, node.scale), node.offset);
    case 'conv':
      return mode.conv(node, x, weights, ofData);
    case 'batchNorm':
      return mode.batchNorm(node, x, weights);
    case 'relu':
      return x.rank === 4 ? relu(x) : tf.relu(x);
    case 'pool':
      return pool1d(x, node);
    case 'dilatedMaxPool':
      return dilatedMaxPool1d(x);
    case 'zeroPad':
      return zeroPad1d(x, node.front, node.back);
    case 'fitLength':
      return fitLength1d(x, node.length);
    case 'add':
      return inputs.reduce((sum, value) => tf.add(sum, value));
    case 'concat':
      return tf.concat(inputs, -1);
    case 'globalMean':
      return tf.mean(x, [1, 2]);
    case 'globalMax':
      return globalMax(x);
    case 'dense': {
      let y: tf.Tensor = tf.matMul(x as tf.Tensor as tf.Tensor2D, weight(weights, node, 'kernel') as tf.Tensor2D);
      if (node.bias) y = tf.add(y, weight(weights, node, 'bias'));
      return node.relu ? tf.relu(y) : y;
    }
    case 'dropout':
      return mode.dropout(node, x);
    case 'identity':
      return x;
  }
}

/** The kernel (width, in, out) as the engine's (1, width, in, out). */
function wideKernel(node: ConvNode, weights: WeightTensors): tf.Tensor4D {
  const kernel = weight(weights, node, 'kernel');
  return (kernel.rank === 4 ? kernel : tf.expandDims(kernel, 0)) as tf.Tensor4D;
}

function weight(weights: WeightTensors, node: GraphNode, what: string): tf.Tensor {
  const found = weights.get(`${node.name}/${what}`);
  if (found === undefined) throw new AppError('damaged', `The model has no weights '${node.name}/${what}'.`);
  return found;
}
