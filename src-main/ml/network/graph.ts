import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ConvShape } from '../engine/ops.ts';
import { DILATED_POOLING } from '../engine/dilated-pool.ts';
import type { PoolShape } from '../engine/pool.ts';
import { paddingOf, parseTopology, settingOf, type LayerJson } from './topology.ts';

/** One layer of a model in the form in which it is computed; weights are named as in the Layers file. */
export type GraphNode = { name: string; inputs: string[] } & (
  | { op: 'input' | 'relu' | 'add' | 'concat' | 'globalMean' | 'globalMax' | 'identity' }
  | { op: 'rescale'; scale: number; offset: number }
  | ({ op: 'conv'; bias: boolean; relu: boolean } & ConvShape)
  | { op: 'batchNorm'; epsilon: number }
  | ({ op: 'pool' } & PoolShape)
  | { op: 'dilatedMaxPool' }
  | { op: 'zeroPad'; front: number; back: number }
  | { op: 'fitLength'; length: number }
  | { op: 'dense'; bias: boolean; relu: boolean }
  | { op: 'dropout'; rate: number; perChannel: boolean }
);

/** A model's layers in an order in which each comes after its inputs. */
export interface Graph {
  nodes: GraphNode[];
  output: string;
}

const MOST_LAYERS = 2000;

/** The layers whose logits the output averages; the output itself if it is not a mean. */
export function headsOf({ nodes, output }: Graph): string[] {
  const find = (name: string | undefined): GraphNode | undefined => nodes.find((node) => node.name === name);
  const scaled = find(output);
  const sum = scaled?.op === 'rescale' ? find(scaled.inputs[0]) : undefined;
  return sum?.op === 'add' ? sum.inputs : [output];
}

/**
 * Reads the topology of a TF.js Layers model (functional or sequential) of one-dimensional layers with one input and one
 * output. AppError 'bad-input' names a layer or setting that is not supported.
 */
export function parseGraph(topology: unknown): Graph {
  const { model, layers, outputs } = parseTopology(topology);
  if (model.class_name === 'Sequential') return parseSequential(layers);
  const [output] = outputs;
  if (output === undefined || outputs.length > 1)
    throw new AppError('bad-input', `The model has ${outputs.length} outputs; one is needed.`);
  if (layers.length > MOST_LAYERS)
    throw new AppError('bad-input', `The model has ${layers.length} layers; ${MOST_LAYERS} are the most.`);
  const nodes = ordered(layers.map((layer) => parseLayer(layer, inboundNames(layer))));
  checkInputs(nodes);
  checkOutput(nodes, output);
  return { nodes, output };
}

function parseSequential(layers: readonly LayerJson[]): Graph {
  const nodes: GraphNode[] = [];
  if (layers[0]?.class_name !== 'InputLayer') nodes.push({ name: 'input', inputs: [], op: 'input' });
  for (const layer of layers) {
    const before = nodes.at(-1);
    nodes.push(parseLayer(layer, before === undefined ? [] : [before.name]));
  }
  return { nodes, output: (nodes.at(-1) as GraphNode).name };
}

function inboundNames(layer: LayerJson): string[] {
  const uses = layer.inbound_nodes;
  if (uses.length > 1) throw new AppError('bad-input', `Layer '${layer.config.name}' is used more than once.`);
  return uses[0] ?? [];
}

/** Each layer has a name of its own, and what it computes from. */
function checkInputs(nodes: readonly GraphNode[]): void {
  const names = new Set<string>();
  for (const { name, op, inputs } of nodes) {
    if (names.has(name)) throw new AppError('damaged', `Two layers are named '${name}'.`);
    names.add(name);
    const wrong =
      op === 'input' ? inputs.length > 0 : op === 'add' || op === 'concat' ? inputs.length === 0 : inputs.length !== 1;
    if (wrong) throw new AppError('damaged', `Layer '${name}' has ${inputs.length} inputs.`);
  }
}

/** The output is the end of all: a layer that feeds another one gives no logits. */
function checkOutput(nodes: readonly GraphNode[], output: string): void {
  if (!nodes.some(({ name }) => name === output)) {
    throw new AppError('damaged', `The model names the output '${output}', but it has no such layer.`);
  }
  const user = nodes.find(({ inputs }) => inputs.includes(output));
  if (user) throw new AppError('bad-input', `The output '${output}' is not the last layer: '${user.name}' follows it.`);
}

function ordered(nodes: GraphNode[]): GraphNode[] {
  const done = new Set<string>();
  const result: GraphNode[] = [];
  let waiting = nodes;
  while (waiting.length > 0) {
    const ready = waiting.filter((node) => node.inputs.every((input) => done.has(input)));
    if (ready.length === 0) throw new AppError('damaged', `Layer '${waiting[0]?.name}' has no input.`);
    for (const node of ready) done.add(node.name);
    result.push(...ready);
    waiting = waiting.filter((node) => !done.has(node.name));
  }
  return result;
}

function parseLayer({ class_name: kind, config }: LayerJson, inputs: string[]): GraphNode {
  const { name } = config;
  const at = { name, inputs };
  const unsupported = (what: string): AppError =>
    new AppError('bad-input', `Layer '${name}' (${kind}): ${what} is not supported here.`);
  const activation = (): boolean => {
    const value = config['activation'] ?? 'linear';
    if (value !== 'linear' && value !== 'relu') throw unsupported(`activation '${String(value)}'`);
    return value === 'relu';
  };
  const padding = (): 'same' | 'valid' => {
    const value = config['padding'];
    if (value !== 'same' && value !== 'valid') throw unsupported(`padding '${String(value)}'`);
    return value;
  };
  switch (kind) {
    case 'InputLayer':
      return { ...at, op: 'input' };
    case 'Rescaling':
      return { ...at, op: 'rescale', scale: Number(config['scale']), offset: Number(config['offset'] ?? 0) };
    case 'Conv1D': {
      const shape = {
        stride: settingOf(name, 'strides', config['strides']),
        dilation: settingOf(name, 'dilation_rate', config['dilation_rate'] ?? 1),
        padding: padding(),
      };
      return { ...at, op: 'conv', bias: config['use_bias'] !== false, relu: activation(), ...shape };
    }
    case 'BatchNormalization':
      if (config['center'] === false || config['scale'] === false) throw unsupported('without center or scale');
      return { ...at, op: 'batchNorm', epsilon: Number(config['epsilon']) };
    case 'ReLU':
      if (typeof config['max_value'] === 'number') throw unsupported('max_value');
      return { ...at, op: 'relu' };
    case 'Activation':
      return { ...at, op: activation() ? 'relu' : 'identity' };
    case 'MaxPooling1D':
    case 'AveragePooling1D': {
      const size = settingOf(name, 'pool_size', config['pool_size']);
      const stride = settingOf(name, 'strides', config['strides'] ?? size);
      return { ...at, op: 'pool', kind: kind === 'MaxPooling1D' ? 'max' : 'avg', size, stride, padding: padding() };
    }
    case 'DilatedMaxPooling1D': {
      for (const [key, value] of Object.entries(DILATED_POOLING)) {
        if (first(config[key]) !== value) throw unsupported(`${key} ${String(config[key])}`);
      }
      return { ...at, op: 'dilatedMaxPool' };
    }
    case 'ZeroPadding1D': {
      const [front, back] = [config['padding']].flat(2).map((zeros) => paddingOf(name, zeros));
      if (front === undefined) throw unsupported('such a padding');
      return { ...at, op: 'zeroPad', front, back: back ?? front };
    }
    case 'FitLength':
      return { ...at, op: 'fitLength', length: settingOf(name, 'length', config['length']) };
    case 'Add':
      return { ...at, op: 'add' };
    case 'Concatenate':
      return { ...at, op: 'concat' };
    case 'GlobalAveragePooling1D':
      return { ...at, op: 'globalMean' };
    case 'GlobalMaxPooling1D':
      return { ...at, op: 'globalMax' };
    case 'Dense':
      return { ...at, op: 'dense', bias: config['use_bias'] !== false, relu: activation() };
    case 'Dropout':
    case 'SpatialDropout1D': {
      const perChannel = kind !== 'Dropout' || Array.isArray(config['noise_shape']);
      return { ...at, op: 'dropout', rate: Number(config['rate']), perChannel };
    }
    default:
      throw unsupported('this kind of layer');
  }
}

function first(value: unknown): number {
  return Number(Array.isArray(value) ? value[0] : value);
}
