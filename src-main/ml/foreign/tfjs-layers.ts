import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ModelData } from '../files/model-files.ts';
import { openEngine } from '../engine/engine.ts';
import { makeClassifier } from '../network/classifier.ts';
import type { Ending, ForeignModel, Port } from '../network/foreign-model.ts';
import { withoutEnding } from './layers-ending.ts';
import { onlyPort, outputPort } from './ports.ts';
import { profiledMultiplications } from './profiled-multiplications.ts';
import { parametersOf, type TfjsArtifacts } from './tfjs-artifacts.ts';

/**
 * Opens a TF.js Layers model (`model.save()`, or Keras's through `tensorflowjs_converter`): as the program's own networks
 * where it has their layers only, which is several times faster, else by TensorFlow.js itself.
 */
export async function openTfjsLayers(artifacts: TfjsArtifacts, path: string, output?: string): Promise<ForeignModel> {
  await openEngine();
  const { topology, ending } = withoutEnding(artifacts.modelTopology);
  const own = { ...artifacts, modelTopology: topology as object };
  const model = await loaded(own, path);
  const input = onlyPort(model.inputs.map(portOf), 'inputs', path);
  const outputs = model.outputs.map(portOf);
  const chosen = outputPort(outputs, layerOf(output, outputs), path);
  const fast = model.outputs.length > 1 ? undefined : fastScores(own, path);
  const slow = (x: tf.Tensor): tf.Tensor => model.predictOnBatch(x) as tf.Tensor;
  const scores = fast?.scores ?? slow;
  return {
    input,
    output: chosen,
    ending,
    parameters: parametersOf(artifacts),
    differentiable: true,
    scores,
    run: (x) => end(scores(x), ending),
    // By TensorFlow.js's own kernels, which are the layers as they are written.
    multiplications: (x) => profiledMultiplications(() => slow(x)),
    dispose: () => {
      model.dispose();
      fast?.dispose();
    },
  };
}

function end(scores: tf.Tensor, ending: Ending): tf.Tensor {
  return { linear: tf.clone, softmax: tf.softmax, 'log-softmax': tf.logSoftmax, sigmoid: tf.sigmoid }[ending](scores);
}

async function loaded(artifacts: TfjsArtifacts, path: string): Promise<LayersModel> {
  try {
    return await loadLayersModel({ load: async () => artifacts });
  } catch (cause) {
    const why = AppError.from(cause).message;
    // So Keras 3 calls what Keras 2 called batch_input_shape.
    const cure = JSON.stringify(artifacts.modelTopology).includes('"batch_shape"')
      ? " It was saved by Keras 3, which TensorFlow.js does not read: convert model.export(…, format='tf_saved_model') instead, or export it as ONNX."
      : '';
    throw new AppError('bad-input', `'${path}' cannot be opened as a TF.js Layers model: ${why}${cure}`, undefined, {
      cause,
    });
  }
}

/** Undefined where the program has no such layers of its own. */
function fastScores(
  artifacts: TfjsArtifacts,
  path: string,
): { scores: (x: tf.Tensor) => tf.Tensor; dispose: () => void } | undefined {
  try {
    const classifier = makeClassifier(dataOf(artifacts), path);
    return {
      scores: (x) => classifier.logits(tf.reshape(x, [x.shape[0] as number, -1])),
      dispose: () => classifier.dispose(),
    };
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

function dataOf({ modelTopology, weightData, weightSpecs }: TfjsArtifacts): ModelData {
  const tensors = tf.io.decodeWeights(weightData as ArrayBuffer, weightSpecs ?? []);
  try {
    const weights = Object.entries(tensors).map(([name, tensor]) => ({
      name,
      shape: tensor.shape,
      values: Float32Array.from(tensor.dataSync()),
    }));
    return { topology: modelTopology as object, weights };
  } finally {
    tf.dispose(tensors);
  }
}

/** By the name of its layer: that of the tensor gets another number each time that a process opens the network. */
const portOf = ({ shape, sourceLayer }: SymbolicTensor): Port => ({ name: sourceLayer.name, shape });

/** The layer of an output, which earlier versions called by its tensor: `dense/dense`. */
function layerOf(asked: string | undefined, outputs: readonly Port[]): string | undefined {
  return outputs.find(({ name }) => asked?.startsWith(`${name}/`))?.name ?? asked;
}
