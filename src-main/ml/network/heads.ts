import { headsOf, type Graph } from './graph.ts';
import type { ModelData } from '../files/model-files.ts';
import { layoutOf, type ParameterLayout } from './parameters.ts';

/** A part that learns by its own cross-entropy: the whole model, or one of the terms that its logits average. */
export interface Head {
  /** The layers that lead to the logits of this head. */
  graph: Graph;
  /** Its own weights, one after another. */
  layout: ParameterLayout;
  /** Where each of them begins in the flat array of the whole model. */
  offsets: number[];
}

/** The heads of a model, in the order in which its logits are added. */
export function learningHeads(graph: Graph, weights: ModelData['weights']): Head[] {
  const whole = new Map(layoutOf(weights).learned.map(({ name, offset }) => [name, offset]));
  return headsOf(graph).map((name) => {
    const part = leadingTo(name, graph);
    const layers = new Set(part.nodes.map((node) => node.name));
    const layout = layoutOf(weights.filter((weight) => layers.has(layerOf(weight.name))));
    return { graph: part, layout, offsets: layout.learned.map(({ name }) => whole.get(name) as number) };
  });
}

/** A head's weights, taken from those of the whole model. */
export function weightsOfHead({ layout, offsets }: Head, flat: Float32Array): Float32Array {
  const own = new Float32Array(layout.size);
  layout.learned.forEach(({ offset, size }, i) => {
    const from = offsets[i] as number;
    own.set(flat.subarray(from, from + size), offset);
  });
  return own;
}

/** Adds a head's gradient to that of the whole model. */
export function addHeadGradient({ layout, offsets }: Head, own: Float32Array, flat: Float32Array): void {
  layout.learned.forEach(({ offset, size }, i) => {
    const to = offsets[i] as number;
    for (let k = 0; k < size; k += 1) flat[to + k] = (flat[to + k] as number) + (own[offset + k] as number);
  });
}

/** `stem/kernel` and `stem/bn/gamma` belong to the layers `stem` and `stem/bn`. */
function layerOf(weight: string): string {
  return weight.slice(0, weight.lastIndexOf('/'));
}

function leadingTo(name: string, { nodes }: Graph): Graph {
  const needed = new Set([name]);
  // Nodes come after what they read.
  for (const node of nodes.toReversed()) if (needed.has(node.name)) node.inputs.forEach((input) => needed.add(input));
  return { nodes: nodes.filter((node) => needed.has(node.name)), output: name };
}
