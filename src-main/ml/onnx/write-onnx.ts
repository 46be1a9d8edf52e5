import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { NamedWeights } from '../files/model-files.ts';
import { headsOf, type Graph, type GraphNode } from '../network/graph.ts';
import { encodeOnnx, type NodeToWrite } from './file/encode-onnx.ts';
import type { OnnxTensor } from './file/onnx-model.ts';

/** Reductions still take their axes as attributes in it, and every program of the last years reads it. */
const OPSET = 17;

/** What is written so far. */
interface Writer {
  nodes: NodeToWrite[];
  weights: OnnxTensor[];
  given: ReadonlyMap<string, NamedWeights>;
}

/**
 * A network as an ONNX file: (batch, 1, samples) in the units that it was trained on → (batch, classes) logits, batch and
 * length free, with its rescaling, padding and cutting inside. `facts` are written into the file's metadata. Throws AppError
 * 'damaged' for weights that are missing.
 */
export function writeOnnx(
  graph: Graph,
  weights: readonly NamedWeights[],
  facts: Readonly<Record<string, string>> = {},
): Buffer {
  const writer: Writer = { nodes: [], weights: [], given: new Map(weights.map((one) => [one.name, one])) };
  for (const node of graph.nodes) writeNode(node, writer);
  const input = graph.nodes.find(({ op }) => op === 'input')?.name ?? 'input';
  const classes = writer.given.get(`${headsOf(graph)[0] ?? ''}/kernel`)?.shape.at(-1) ?? null;
  return encodeOnnx({
    opset: OPSET,
    producer: 'Equipoise',
    nodes: writer.nodes,
    weights: writer.weights,
    inputs: [{ name: input, kind: 'float', shape: [null, 1, null] }],
    outputs: [{ name: graph.output, kind: 'float', shape: [null, classes] }],
    metadata: facts,
  });
}

type Attributes = NonNullable<NodeToWrite['attributes']>;

const whole = (value: number | readonly number[]): { whole: number | readonly number[] } => ({ whole: value });

function writeNode(node: GraphNode, writer: Writer): void {
  const { name, inputs } = node;
  const [x = ''] = inputs;
  const write = (op: string, from: readonly string[], attributes: Attributes = {}, to = name): string => {
    writer.nodes.push({ op, name: to, inputs: [...from], outputs: [to], attributes });
    return to;
  };
  const floats = (role: string, shape: number[], values: ArrayLike<number>): string =>
    tensor(writer, `${name}/${role}`, 'float', shape, Float32Array.from(values));
  const integers = (role: string, ...values: number[]): string =>
    tensor(writer, `${name}/${role}`, 'int', [values.length], Float64Array.from(values));
  const own = (role: string): NamedWeights => weightOf(writer, `${name}/${role}`);
  switch (node.op) {
    case 'input':
      return;
    case 'rescale': {
      const scaled = write('Mul', [x, floats('scale', [], [node.scale])], {}, `${name}/scaled`);
      return void write('Add', [scaled, floats('offset', [], [node.offset])]);
    }
    case 'conv': {
      const { kernel, width } = kernelOf(own('kernel'));
      const from = [x, floats('kernel', kernel.shape, kernel.values)];
      if (node.bias) from.push(vector(own('bias'), writer));
      const attributes = {
        kernel_shape: whole([width]),
        strides: whole([node.stride]),
        dilations: whole([node.dilation]),
        ...paddingOf(node.padding, width, node.stride, node.dilation),
      };
      if (!node.relu) return void write('Conv', from, attributes);
      return void write('Relu', [write('Conv', from, attributes, `${name}/before relu`)]);
    }
    case 'batchNorm': {
      const roles = ['gamma', 'beta', 'moving_mean', 'moving_variance'];
      const from = [x, ...roles.map((role) => vector(own(role), writer))];
      return void write('BatchNormalization', from, { epsilon: node.epsilon });
    }
    case 'pool': {
      const attributes = { kernel_shape: whole([node.size]), strides: whole([node.stride]) };
      const pads = node.padding === 'same' ? { auto_pad: 'SAME_UPPER' } : {};
      return void write(node.kind === 'max' ? 'MaxPool' : 'AveragePool', [x], { ...attributes, ...pads });
    }
    case 'dilatedMaxPool': {
      const window = { kernel_shape: whole([2]), strides: whole([2]), dilations: whole([2]), pads: whole([1, 1]) };
      return void write('MaxPool', [x], window);
    }
    case 'zeroPad':
      return void write('Pad', [x, integers('pads', 0, 0, node.front, 0, 0, node.back)]);
    case 'fitLength': {
      const step = (op: string, role: string, ...from: string[]): string => write(op, from, {}, `${name}/${role}`);
      const shape = step('Shape', 'shape', x);
      const time = step('Slice', 'time', shape, integers('two', 2), integers('three', 3));
      const [length, zero] = [integers('length', node.length), integers('zero', 0)];
      const missing = step('Max', 'missing', step('Sub', 'difference', length, time), zero);
      const front = step('Div', 'front', missing, integers('halves', 2));
      const back = step('Sub', 'back', missing, front);
      const none = integers('none', 0, 0);
      const pads = write('Concat', [none, front, none, back], { axis: whole(0) }, `${name}/pads`);
      return void write('Slice', [step('Pad', 'padded', x, pads), zero, length, integers('axis', 2)]);
    }
    case 'dense': {
      const kernel = own('kernel');
      const from = [x, floats('kernel', kernel.shape, kernel.values)];
      if (node.bias) from.push(vector(own('bias'), writer));
      if (!node.relu) return void write('Gemm', from);
      return void write('Relu', [write('Gemm', from, {}, `${name}/before relu`)]);
    }
    case 'add':
      return void write('Sum', inputs);
    case 'concat':
      return void write('Concat', inputs, { axis: whole(1) });
    case 'globalMean':
      return void write('ReduceMean', [x], { axes: whole([2]), keepdims: whole(0) });
    case 'globalMax':
      return void write('ReduceMax', [x], { axes: whole([2]), keepdims: whole(0) });
    case 'relu':
      return void write('Relu', [x]);
    case 'dropout':
    case 'identity':
      return void write('Identity', [x]);
  }
}

function tensor(
  writer: Writer,
  name: string,
  kind: 'float' | 'int',
  shape: number[],
  values: OnnxTensor['values'],
): string {
  writer.weights.push({ name, kind, shape, values });
  return name;
}

function weightOf(writer: Writer, name: string): NamedWeights {
  const found = writer.given.get(name);
  if (found) return found;
  throw new AppError('damaged', `The model has no weights '${name}'.`);
}

function vector({ name, values }: NamedWeights, writer: Writer): string {
  return tensor(writer, name, 'float', [values.length], values);
}

/** (width, in, out) → ONNX's (out, in, width). */
function kernelOf({ shape, values }: NamedWeights): { kernel: Pick<OnnxTensor, 'shape' | 'values'>; width: number } {
  const [width, inputs, filters] = shape as [number, number, number];
  const turned = new Float32Array(values.length);
  for (let k = 0; k < width; k += 1) {
    for (let i = 0; i < inputs; i += 1) {
      for (let f = 0; f < filters; f += 1)
        turned[(f * inputs + i) * width + k] = values[(k * inputs + i) * filters + f] as number;
    }
  }
  return { kernel: { shape: [filters, inputs, width], values: turned }, width };
}

/** TensorFlow's "same" has the smaller half in front; with a stride it depends on the length. */
function paddingOf(padding: 'same' | 'valid', width: number, stride: number, dilation: number): Attributes {
  if (padding === 'valid') return {};
  if (stride > 1) return { auto_pad: 'SAME_UPPER' };
  const total = (width - 1) * dilation;
  return { pads: whole([Math.floor(total / 2), total - Math.floor(total / 2)]) };
}
