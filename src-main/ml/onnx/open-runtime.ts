import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { openEngine } from '../engine/engine.ts';
import type { Ending, ForeignModel } from '../network/foreign-model.ts';
import { bytesField } from './file/write-wire.ts';
import { asPort, loadOnnx, parametersOf, portsOf, type OnnxOptions } from './open-onnx.ts';
import { lastOf } from './plan/ending.ts';
import { neededBy } from './plan/simplify.ts';
import { openSession, type Session } from './runtime/session.ts';

/**
 * Opens an ONNX network in onnxruntime: any operator, but no gradient. Throws AppError as `openOnnx` for the file, 'unavailable'
 * where onnxruntime is not installed, and 'bad-input' with its words where it does not take the model or an input.
 */
export async function openOnnxRuntime(path: string, { output }: OnnxOptions = {}): Promise<ForeignModel> {
  await openEngine();
  const model = loadOnnx(path);
  const [from, to] = portsOf(model, output);
  const last = lastOf(neededBy(to.name, model.nodes), to.name);
  const before = [...last.nodes].at(-1)?.inputs[0];
  const listed = model.outputs.map(({ name }) => name);
  const hidden = [to.name, before].filter((name) => name !== undefined && !listed.includes(name)) as string[];
  // Another output is one more field at the end of the file; a model whose weights lie beside it is opened by its path.
  const session = openSession(
    model.isWhole && hidden.length > 0 ? Buffer.concat([readFileSync(path), moreOutputs(hidden)]) : path,
  );
  const run = (x: tf.Tensor, name: string): tf.Tensor => runOn(session, from.name, x, name);
  return {
    input: asPort(from),
    output: asPort({ ...to, shape: to.shape ?? [null, null] }),
    ending: last.ending,
    parameters: parametersOf(model),
    differentiable: false,
    run: (x) => run(x, to.name),
    scores(x) {
      if (before === undefined) return run(x, to.name);
      // From its probabilities where the model cannot be asked for more.
      if (!model.isWhole) return tf.tidy(() => logitsOf(run(x, to.name), last.ending));
      return tf.tidy(() => tf.reshape(run(x, before), run(x, to.name).shape));
    },
    dispose: () => session.close(),
  };
}

/** A piece of a ModelProto that adds outputs to its graph: protocol buffers merge what stands twice. */
function moreOutputs(names: readonly string[]): Buffer {
  return bytesField(
    7,
    names.map((name) => bytesField(12, [bytesField(1, name)])),
  );
}

function runOn(session: Session, input: string, x: tf.Tensor, output: string): tf.Tensor {
  const { values, shape } = session.run(input, Float32Array.from(x.dataSync()), x.shape, output);
  return tf.tensor(values, shape);
}

const SMALLEST = 1e-30;

/** Logits from probabilities, up to a constant for each record and to the digits that they keep. */
function logitsOf(y: tf.Tensor, ending: Ending): tf.Tensor {
  if (ending === 'linear' || ending === 'log-softmax') return y;
  const log = (p: tf.Tensor): tf.Tensor => tf.log(tf.maximum(p, SMALLEST));
  return ending === 'softmax' ? log(y) : tf.sub(log(y), log(tf.sub(1, y)));
}

/** How far two ways to compute a network are apart. */
export interface Difference {
  /** Largest difference of a score. */
  absolute: number;
  /** The same, divided by the largest score (without its sign) of the same input. */
  relative: number;
}

/**
 * Compares the scores of a model (logits, where it ends in a softmax or sigmoid) with those of onnxruntime for the same file, on
 * these inputs. Throws as `openOnnxRuntime`.
 */
export async function compareWithRuntime(
  path: string,
  model: ForeignModel,
  inputs: readonly tf.Tensor[],
  options: OnnxOptions = {},
): Promise<Difference> {
  const runtime = await openOnnxRuntime(path, { output: model.output.name, ...options });
  try {
    const differences = inputs.map((x) => {
      const [ours, theirs] = [model, runtime].map((one) =>
        Array.from(tf.tidy(() => comparable(one.scores(x), model.ending)).dataSync()),
      ) as [number[], number[]];
      const absolute = Math.max(0, ...theirs.map((value, i) => Math.abs(value - (ours[i] ?? NaN))));
      return { absolute, relative: absolute / Math.max(Number.MIN_VALUE, ...theirs.map(Math.abs)) };
    });
    return {
      absolute: Math.max(...differences.map(({ absolute }) => absolute)),
      relative: Math.max(...differences.map(({ relative }) => relative)),
    };
  } finally {
    runtime.dispose();
  }
}

/** Scores without the constant of each record that a softmax ignores. */
function comparable(scores: tf.Tensor, ending: Ending): tf.Tensor {
  if (ending !== 'softmax' && ending !== 'log-softmax') return scores;
  return tf.sub(scores, tf.mean(scores, -1, true));
}
