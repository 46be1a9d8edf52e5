import * as tf from '@tensorflow/tfjs-core';
import { loadGraphModel, registerOp, type GraphModel } from '@tensorflow/tfjs-converter';
import { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { openEngine } from '../engine/engine.ts';
import type { Ending, ForeignModel, Port } from '../network/foreign-model.ts';
import { einsum } from '../onnx/operators/einsum.ts';
import { onlyPort, outputPort } from './ports.ts';
import { profiledMultiplications } from './profiled-multiplications.ts';
import { parametersOf, type TfjsArtifacts } from './tfjs-artifacts.ts';

const nodesSchema = z.array(
  z.looseObject({ name: z.string(), op: z.string(), input: z.array(z.string()).default([]) }),
);
type GraphNode = z.infer<typeof nodesSchema>[number];

const ENDINGS: Readonly<Record<string, Ending>> = {
  Softmax: 'softmax',
  LogSoftmax: 'log-softmax',
  Sigmoid: 'sigmoid',
};

// TensorFlow.js has no gradient for the one, of which Keras' attention consists, and for the other none where shapes are broadcast, as
// its layer normalisation does.
registerOp('Einsum', ({ inputs, attrs }) => tf.tidy(() => einsum(String(attrs['equation']), inputs)));
registerOp('SquaredDifference', ({ inputs: [a, b] }) =>
  tf.tidy(() => tf.square(tf.sub(a as tf.Tensor, b as tf.Tensor))),
);

/** Opens a TF.js Graph model (`tensorflowjs_converter --output_format=tfjs_graph_model`). `output` names one of several. */
export async function openTfjsGraph(artifacts: TfjsArtifacts, path: string, output?: string): Promise<ForeignModel> {
  await openEngine();
  const model = await loaded(artifacts, path);
  const input = onlyPort(model.inputs.map(portOf), 'inputs', path);
  const chosen = outputPort(model.outputs.map(portOf), output, path);
  const nodes = nodesSchema.safeParse((artifacts.modelTopology as { node?: unknown }).node);
  const { ending, before } = endingOf(nodes.data ?? [], chosen.name);
  const execute = (x: tf.Tensor, name: string): tf.Tensor => {
    const result = model.execute({ [input.name]: x }, name);
    const value = (Array.isArray(result) ? result[0] : result) as tf.Tensor | undefined;
    if (value !== undefined) return value;
    throw new AppError('bad-input', `'${path}' gives nothing for its output '${name}'. Is the file whole?`);
  };
  return {
    input,
    output: chosen,
    ending,
    parameters: parametersOf(artifacts),
    differentiable: true,
    run: (x) => execute(x, chosen.name),
    scores: (x) => execute(x, before),
    multiplications: (x) => profiledMultiplications(() => execute(x, before)),
    dispose: () => model.dispose(),
  };
}

async function loaded(artifacts: TfjsArtifacts, path: string): Promise<GraphModel> {
  try {
    return await loadGraphModel({ load: async () => artifacts });
  } catch (cause) {
    const why = AppError.from(cause).message;
    throw new AppError('bad-input', `'${path}' cannot be opened as a TF.js Graph model: ${why}`, undefined, { cause });
  }
}

const portOf = ({ name, shape }: { name: string; shape?: number[] | undefined }): Port => ({
  name: name.replace(/:0$/, ''),
  // Neither −1 nor what is no number says a size.
  shape: (shape ?? []).map((size) => (size >= 0 ? size : null)),
});

/** What the graph does last before this output, and the node whose value goes into it. */
function endingOf(nodes: readonly GraphNode[], output: string): { ending: Ending; before: string } {
  const find = (name: string | undefined): GraphNode | undefined =>
    nodes.find((node) => node.name === name?.replace(/:0$/, ''));
  let node = find(output);
  while (node?.op === 'Identity' || node?.op === 'Squeeze') node = find(node.input[0]);
  const ending = node === undefined ? undefined : ENDINGS[node.op];
  const before = node?.input[0]?.replace(/:0$/, '');
  return ending === undefined || before === undefined ? { ending: 'linear', before: output } : { ending, before };
}
