import type { Graph } from './graph.ts';
import type { NamedWeights } from '../files/model-files.ts';
import { layoutOf } from './parameters.ts';
import { sum } from '../../numeric/sums.ts';

export interface ModelSize {
  /** Learned numbers, as papers count them: without the statistics of batch norm. */
  parameters: number;
  /** Multiplications of one forward pass over a signal of `samples`, in 10⁹; convolutions and dense layers. */
  gigaMacs: number;
  /** Outputs of all layers together for one signal of `samples`: what training keeps in memory. */
  activations: number;
}

/** The size of a model and the cost of one signal of `samples`. */
export function modelSize(graph: Graph, weights: readonly NamedWeights[], samples: number): ModelSize {
  const shapes = new Map(weights.map(({ name, shape }) => [name, shape]));
  const lengths = new Map<string, number>();
  const channels = new Map<string, number>();
  let macs = 0;
  let activations = 0;
  for (const node of graph.nodes) {
    let length = node.inputs.length === 0 ? samples : (lengths.get(node.inputs[0] as string) as number);
    if (node.op === 'conv' || node.op === 'pool') {
      const width = node.op === 'pool' ? node.size : (shapes.get(`${node.name}/kernel`)?.[0] as number);
      const reach = node.op === 'pool' ? width : (width - 1) * node.dilation + 1;
      length = Math.ceil((node.padding === 'same' ? length : length - reach + 1) / node.stride);
    }
    if (node.op === 'dilatedMaxPool') length = Math.floor((length + 1) / 2);
    if (node.op === 'zeroPad') length += node.front + node.back;
    if (node.op === 'fitLength') length = node.length;
    if (node.op === 'globalMean' || node.op === 'globalMax') length = 1;
    if (node.op === 'conv' || node.op === 'dense') {
      const kernel = shapes.get(`${node.name}/kernel`) as number[];
      macs += length * kernel.reduce((product, n) => product * n, 1);
    }
    const before = node.inputs.map((name) => channels.get(name) as number);
    const own = shapes.get(`${node.name}/kernel`)?.at(-1);
    const width = own ?? (node.op === 'concat' ? sum(before) : (before[0] ?? 1));
    activations += length * width;
    lengths.set(node.name, length);
    channels.set(node.name, width);
  }
  return { parameters: layoutOf(weights).size, gigaMacs: macs / 1e9, activations };
}
