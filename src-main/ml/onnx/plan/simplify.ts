import type { OnnxModel, OnnxNode, OnnxTensor } from '../file/onnx-model.ts';
import { MERGED_RELU } from '../operators/convolution.ts';

type Weights = Map<string, OnnxTensor>;

/** A graph to compute: only what leads to `output`. */
export interface Plan {
  output: string;
  nodes: OnnxNode[];
  weights: ReadonlyMap<string, OnnxTensor>;
}

/**
 * What an output needs, with constants among the weights, batch norm folded into the convolution before it and a ReLU merged
 * into it: the same numbers up to rounding, at a smaller cost.
 */
export function simplify(model: OnnxModel, output: string): Plan {
  const weights = new Map(model.weights);
  const nodes = neededBy(
    output,
    model.nodes.filter((node) => !takeConstant(node, weights)),
  );
  const folded = mergePairs(nodes, output, (conv, next) => foldNorm(conv, next, weights));
  return { output, nodes: mergePairs(folded, output, mergeRelu), weights };
}

/** A Constant node is a weight by another name. */
function takeConstant({ op, outputs, attributes }: OnnxNode, weights: Weights): boolean {
  if (op !== 'Constant') return false;
  const [name] = outputs;
  const tensor = constantOf(name ?? '', attributes);
  if (name === undefined || tensor === undefined) return false;
  weights.set(name, tensor);
  return true;
}

function constantOf(name: string, attributes: OnnxNode['attributes']): OnnxTensor | undefined {
  for (const [key, value] of attributes) {
    const kind = key.endsWith('float') || key.endsWith('floats') ? 'float' : 'int';
    if (typeof value === 'number') return { name, kind, shape: [], values: Float64Array.of(value) };
    if (Array.isArray(value) && value.every((one) => typeof one === 'number'))
      return { name, kind, shape: [value.length], values: Float64Array.from(value) };
    if (typeof value === 'object' && 'kind' in value) return { ...value, name };
  }
  return undefined;
}

/** The nodes that an output depends on, in their order. */
export function neededBy(output: string, nodes: readonly OnnxNode[]): OnnxNode[] {
  const needed = new Set([output]);
  const kept = [...nodes].reverse().filter((node) => {
    if (!node.outputs.some((name) => needed.has(name))) return false;
    for (const input of node.inputs) needed.add(input);
    return true;
  });
  return kept.reverse();
}

/** Merges every convolution with the only node that takes its result, where `merge` can. */
function mergePairs(
  nodes: readonly OnnxNode[],
  output: string,
  merge: (conv: OnnxNode, next: OnnxNode) => OnnxNode | undefined,
): OnnxNode[] {
  const users = new Map<string, OnnxNode[]>();
  for (const node of nodes)
    for (const input of new Set(node.inputs)) users.set(input, [...(users.get(input) ?? []), node]);
  const merged = new Map<OnnxNode, OnnxNode | undefined>();
  for (const node of nodes) {
    const [name] = node.outputs;
    const [next, ...others] = users.get(name ?? '') ?? [];
    if (node.op !== 'Conv' || name === output || next === undefined || others.length > 0 || next.inputs[0] !== name)
      continue;
    const both = merge(node, next);
    if (both === undefined) continue;
    merged.set(node, undefined).set(next, both);
  }
  return nodes.flatMap((node) => (merged.has(node) ? (merged.get(node) ?? []) : node));
}

/** γ(conv(x) + b − μ)/σ + β as a convolution with its own weights and bias, computed in double precision. */
function foldNorm(conv: OnnxNode, norm: OnnxNode, weights: Weights): OnnxNode | undefined {
  if (norm.op !== 'BatchNormalization' || norm.attributes.get('training_mode') === 1) return undefined;
  const [input, kernelName, biasName] = conv.inputs as [string, string, string | undefined];
  const kernel = weights.get(kernelName);
  const parameters = norm.inputs.slice(1).map((name) => weights.get(name)?.values as ArrayLike<number> | undefined);
  const [gamma, beta, mean, variance] = parameters;
  const old = biasName ? weights.get(biasName)?.values : undefined;
  if (kernel === undefined || gamma === undefined || (biasName && !old)) return undefined;
  const filters = kernel.shape[0] as number;
  if (parameters.length !== 4 || parameters.some((values) => values?.length !== filters)) return undefined;
  const epsilon = norm.attributes.get('epsilon') ?? 1e-5;
  const scale = Array.from(gamma, (g, f) => g / Math.sqrt((variance?.[f] as number) + (epsilon as number)));
  const each = kernel.values.length / filters;
  const values = Float32Array.from(kernel.values, (w, i) => w * (scale[Math.floor(i / each)] as number));
  const bias = Float32Array.from(
    scale,
    (s, f) => (beta?.[f] as number) + s * ((old?.[f] ?? 0) - (mean?.[f] as number)),
  );
  const [name = ''] = norm.outputs;
  const [newKernel, newBias] = [`${name}/folded kernel`, `${name}/folded bias`];
  weights.set(newKernel, { ...kernel, name: newKernel, values });
  weights.set(newBias, { name: newBias, kind: 'float', shape: [filters], values: bias });
  return { ...conv, inputs: [input, newKernel, newBias], outputs: [name] };
}

function mergeRelu(conv: OnnxNode, relu: OnnxNode): OnnxNode | undefined {
  if (relu.op !== 'Relu') return undefined;
  return { ...conv, outputs: relu.outputs, attributes: new Map([...conv.attributes, [MERGED_RELU, 1]]) };
}
