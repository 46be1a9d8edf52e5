import type { Graph, GraphNode } from './graph.ts';
import type { NamedWeights } from '../files/model-files.ts';

type ConvNode = GraphNode & { op: 'conv' };
type Weights = Map<string, { shape: number[]; values: Float32Array }>;

/** A graph for evaluation: fewer layers, the same logits up to rounding. */
export interface FoldedGraph {
  graph: Graph;
  weights: NamedWeights[];
}

/**
 * Folds what is constant in evaluation into the convolutions: batch norm after one, scaling of the signal before one,
 * and a ReLU after it into one fused step. Dropout is removed. What cannot be folded is left unchanged.
 */
export function foldGraph(graph: Graph, given: readonly NamedWeights[]): FoldedGraph {
  const weights: Weights = new Map(given.map(({ name, shape, values }) => [name, { shape, values }]));
  let folded = removePassing(graph);
  folded = foldAll(folded, 'rescale', (node, next) => foldRescale(node, next, weights));
  folded = foldAll(folded, 'conv', (node, next) => foldNorm(node, next, weights));
  folded = foldAll(folded, 'conv', foldRelu);
  return { graph: folded, weights: [...weights].map(([name, { shape, values }]) => ({ name, shape, values })) };
}

/** Dropout and linear activations pass their input on. */
function removePassing(graph: Graph): Graph {
  const passes = graph.nodes.filter(({ op }) => op === 'dropout' || op === 'identity');
  const sourceOf = new Map(passes.map(({ name, inputs }) => [name, inputs[0] as string]));
  const resolve = (name: string): string => {
    const source = sourceOf.get(name);
    return source === undefined ? name : resolve(source);
  };
  const kept = graph.nodes.filter(({ name }) => !sourceOf.has(name));
  return {
    nodes: kept.map((node) => ({ ...node, inputs: node.inputs.map(resolve) })),
    output: resolve(graph.output),
  };
}

/**
 * Tries `merge` on every pair of a node of kind `op` and the only node that uses it; a merged node takes the name of the
 * first and replaces both.
 */
function foldAll(
  graph: Graph,
  op: GraphNode['op'],
  merge: (node: GraphNode, next: GraphNode) => GraphNode | undefined,
): Graph {
  let { nodes, output } = graph;
  for (const { name } of graph.nodes) {
    const node = nodes.find((candidate) => candidate.name === name);
    const users = nodes.filter(({ inputs }) => inputs.includes(name));
    const next = users[0];
    if (node?.op !== op || users.length !== 1 || next === undefined || name === output) continue;
    const merged = merge(node, next);
    if (merged === undefined) continue;
    nodes = nodes
      .filter((candidate) => candidate !== node)
      .map((candidate) =>
        candidate === next ? { ...merged, inputs: node.inputs } : rename(candidate, next.name, merged.name),
      );
    if (output === next.name) output = merged.name;
  }
  return { nodes, output };
}

function rename(node: GraphNode, from: string, to: string): GraphNode {
  if (!node.inputs.includes(from)) return node;
  return { ...node, inputs: node.inputs.map((input) => (input === from ? to : input)) };
}

/** conv(scale · x) = (scale · kernel) ∗ x. An offset stays: with zero padding it is not the same everywhere. */
function foldRescale(node: GraphNode, next: GraphNode, weights: Weights): ConvNode | undefined {
  if (node.op !== 'rescale' || next.op !== 'conv' || node.offset !== 0) return undefined;
  const kernel = weights.get(`${next.name}/kernel`);
  if (kernel === undefined) return undefined;
  weights.set(`${next.name}/kernel`, { shape: kernel.shape, values: kernel.values.map((value) => value * node.scale) });
  return next;
}

/** γ(conv(x) + b − μ)/σ + β as a convolution with its own kernel and bias. */
function foldNorm(node: GraphNode, next: GraphNode, weights: Weights): ConvNode | undefined {
  if (node.op !== 'conv' || next.op !== 'batchNorm' || node.relu) return undefined;
  const [gamma, beta, mean, variance] = ['gamma', 'beta', 'moving_mean', 'moving_variance'].map(
    (role) => weights.get(`${next.name}/${role}`)?.values as Float32Array,
  ) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const kernel = weights.get(`${node.name}/kernel`) as { shape: number[]; values: Float32Array };
  const filters = gamma.length;
  const scale = Float64Array.from(gamma, (value, f) => value / Math.sqrt((variance[f] as number) + next.epsilon));
  const bias = node.bias ? (weights.get(`${node.name}/bias`)?.values as Float32Array) : new Float32Array(filters);
  const shift = Float32Array.from(
    scale,
    (s, f) => (beta[f] as number) + s * ((bias[f] as number) - (mean[f] as number)),
  );
  const values = kernel.values.map((value, i) => value * (scale[i % filters] as number));
  weights.set(`${node.name}/kernel`, { shape: kernel.shape, values });
  weights.set(`${node.name}/bias`, { shape: [filters], values: shift });
  for (const role of ['gamma', 'beta', 'moving_mean', 'moving_variance']) weights.delete(`${next.name}/${role}`);
  return { ...node, bias: true };
}

function foldRelu(node: GraphNode, next: GraphNode): ConvNode | undefined {
  if (node.op !== 'conv' || next.op !== 'relu' || node.relu) return undefined;
  return { ...node, relu: true };
}
