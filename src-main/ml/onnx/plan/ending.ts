import type { Ending } from '../../network/foreign-model.ts';
import type { OnnxNode } from '../file/onnx-model.ts';

/** What a network does last, and the nodes that are left out where its scores before that are wanted. */
export interface Last {
  ending: Ending;
  nodes: ReadonlySet<OnnxNode>;
}

/** They change the form of class scores, not the numbers. */
const PASSES_ON: ReadonlySet<string> = new Set([
  'Identity',
  'Dropout',
  'Cast',
  'Squeeze',
  'Unsqueeze',
  'Reshape',
  'Flatten',
]);

const ENDINGS: Readonly<Record<string, Ending>> = { Softmax: 'softmax', LogSoftmax: 'log-softmax', Sigmoid: 'sigmoid' };

/** The softmax or sigmoid that gives an output, perhaps through nodes that only change its form. */
export function lastOf(nodes: readonly OnnxNode[], output: string): Last {
  const givenBy = new Map(nodes.flatMap((node) => node.outputs.map((name) => [name, node] as const)));
  let node = givenBy.get(output);
  while (node && PASSES_ON.has(node.op)) node = givenBy.get(node.inputs[0] ?? '');
  if (node === undefined) return { ending: 'linear', nodes: new Set() };
  const before = givenBy.get(node.inputs[0] ?? '');
  if (node.op === 'Log' && before?.op === 'Softmax') return { ending: 'log-softmax', nodes: new Set([node, before]) };
  const ending = ENDINGS[node.op];
  return ending ? { ending, nodes: new Set([node]) } : { ending: 'linear', nodes: new Set() };
}
