import { AppError } from '../../../src-shared/errors/app-error.ts';
import { sum } from '../../numeric/sums.ts';
import type { Graph, GraphNode } from './graph.ts';
import type { NamedWeights } from '../files/model-files.ts';

/**
 * Checks that every layer has weights of the right shape and returns the number of classes. AppError 'damaged' names
 * the layer, and `source`, the file that the model came from.
 */
export function checkWeights(graph: Graph, weights: readonly NamedWeights[], source: string): number {
  const shapes = new Map(weights.map(({ name, shape }) => [name, shape]));
  const channels = new Map<string, number>();
  const fail = (node: GraphNode, what: string): AppError =>
    new AppError('damaged', `'${source}': layer '${node.name}' ${what}.`, { source });
  const shapeOf = (node: GraphNode, role: string, expected: (number | null)[]): number[] => {
    const shape = shapes.get(`${node.name}/${role}`);
    if (shape === undefined) throw fail(node, `has no weights '${role}'`);
    const fits = shape.length === expected.length && expected.every((n, i) => n === null || n === shape[i]);
    if (!fits)
      throw fail(
        node,
        `has '${role}' of shape [${shape.join(', ')}], not [${expected.map((n) => n ?? 'any').join(', ')}]`,
      );
    return shape;
  };
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => channels.get(name) as number);
    const width = inputs[0] ?? 1;
    const outputs = (): number => {
      if (node.op === 'concat') return sum(inputs);
      if (node.op === 'add' && inputs.some((n) => n !== width))
        throw fail(node, `adds ${inputs.join(' and ')} channels`);
      if (node.op === 'batchNorm') {
        for (const role of ['gamma', 'beta', 'moving_mean', 'moving_variance']) shapeOf(node, role, [width]);
      }
      if (node.op !== 'conv' && node.op !== 'dense') return width;
      const shape = shapeOf(node, 'kernel', node.op === 'conv' ? [null, width, null] : [width, null]);
      const filters = shape.at(-1) as number;
      if (node.bias) shapeOf(node, 'bias', [filters]);
      return filters;
    };
    channels.set(node.name, outputs());
  }
  return channels.get(graph.output) as number;
}
