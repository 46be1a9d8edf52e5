import * as tf from '@tensorflow/tfjs-core';
import { dirname } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import { readRegular } from '../../ecg/source/regular-file.ts';
import { sumOf } from '../../numeric/sums.ts';
import { fileBeside } from '../files/beside.ts';
import { openEngine } from '../engine/engine.ts';
import type { ForeignModel, Port } from '../network/foreign-model.ts';
import type { OnnxModel, OnnxPort } from './file/onnx-model.ts';
import type { ReadBeside } from './file/read-tensor.ts';
import { readOnnx } from './file/read-onnx.ts';
import { lastOf } from './plan/ending.ts';
import { prepare, type Program } from './plan/execute.ts';
import { simplify } from './plan/simplify.ts';

/** More than a classifier of records has; protocol buffers end at two. */
const MOST_BYTES = 1024 ** 3;

export interface OnnxOptions {
  /** Which of several outputs, or any value within the graph, e.g. the logits before a part that is not translated. */
  output?: string;
}

/**
 * Opens an ONNX network on this process's engine, differentiable by its input: a path (weights in files beside it are read) or
 * the bytes of a file. Throws AppError 'damaged' or 'bad-input' that names the file and what is wrong, and 'unavailable', with
 * `operators` in its details, where operators have no translation; then `openOnnxRuntime` can still run it.
 */
export async function openOnnx(file: string | Uint8Array, { output }: OnnxOptions = {}): Promise<ForeignModel> {
  await openEngine();
  const model = loadOnnx(file);
  const [from, to] = portsOf(model, output);
  const plan = simplify(model, to.name);
  const last = lastOf(plan.nodes, to.name);
  const program = prepare(plan, from.name, model.opset);
  const [input, outputPort] = described(program, from, to);
  return {
    input,
    output: outputPort,
    ending: last.ending,
    parameters: parametersOf(model),
    differentiable: true,
    run: (x) => program.run(x),
    scores: (x) => program.run(x, last.nodes),
    multiplications: (x) => program.multiplications(x),
    dispose: () => program.dispose(),
  };
}

/** Input and output; frees the program where they cannot be told. */
function described(program: Program, from: OnnxPort, to: OnnxPort): [Port, Port] {
  try {
    const tried = triedShape(program, from);
    return [asPort(from), asPort({ ...to, shape: to.shape ?? tried })];
  } catch (error) {
    program.dispose();
    throw error;
  }
}

/** Numbers in its weights that are not whole: shapes and indices of a graph are constants too. */
export function parametersOf({ weights }: OnnxModel): number {
  return sumOf(
    [...weights.values()].filter(({ kind }) => kind === 'float'),
    ({ values }) => values.length,
  );
}

/** A file as data. Throws AppError as `readOnnx`. */
export function loadOnnx(file: string | Uint8Array): OnnxModel {
  if (typeof file !== 'string') return readOnnx(file);
  return readOnnx(readRegular(file, MOST_BYTES), { source: `'${file}'`, beside: filesBeside(file) });
}

/** The names of the files beside it that hold its weights. Throws AppError as `readOnnx`. */
export function weightFilesOf(path: string): string[] {
  const beside = filesBeside(path);
  const names = new Set<string>();
  readOnnx(readRegular(path, MOST_BYTES), {
    source: `'${path}'`,
    beside: (name) => {
      names.add(name);
      return beside(name);
    },
  });
  return [...names];
}

/** Reads files of weights in the model's own folder, each once. */
function filesBeside(path: string): ReadBeside {
  const found = new Map<string, Uint8Array>();
  return (name) => {
    const bytes = found.get(name) ?? readRegular(fileBeside(name, dirname(path), path), MOST_BYTES);
    found.set(name, bytes);
    return bytes;
  };
}

/** The one input of a model and the output that is asked for. */
export function portsOf({ inputs, outputs, nodes }: OnnxModel, asked: string | undefined): [OnnxPort, OnnxPort] {
  const [input, ...more] = inputs;
  if (input === undefined || more.length > 0) {
    const names = inputs.map(({ name }) => `'${excerpt(name)}'`).join(', ');
    throw new AppError('bad-input', `The model has ${inputs.length} inputs (${names}); one is needed, the record.`);
  }
  if (input.kind !== 'float')
    throw new AppError('bad-input', `The input '${excerpt(input.name)}' takes no decimal numbers.`);
  if (asked === undefined && outputs.length > 1) {
    const names = outputs.map(({ name }) => name);
    const text = `The model has ${outputs.length} outputs (${names.map(excerpt).join(', ')}). Say which gives the classes (--output <name>).`;
    throw new AppError('bad-input', text, { outputs: names });
  }
  const output = asked === undefined ? outputs[0] : outputs.find(({ name }) => name === asked);
  if (output) return [input, output];
  if (asked !== undefined && nodes.some((node) => node.outputs.includes(asked)))
    return [input, { name: asked, kind: 'float', shape: undefined }];
  throw new AppError('bad-input', `The model has no output '${excerpt(asked ?? '')}'.`);
}

/** AppError 'bad-input' where not even the number of its axes is said. */
export function asPort({ name, shape }: OnnxPort): Port {
  if (shape) return { name, shape };
  throw new AppError('bad-input', `The file does not say the shape of '${excerpt(name)}'. Export it with shapes.`);
}

/** Numbers of a record that is tried: a day of one lead. */
const MOST_TRIED = 2 ** 24;

/**
 * The shape that one record of zeros gives, or undefined where its own shape is unknown or was guessed wrong. Throws AppError
 * 'unavailable' for what is only found to have no translation when it is computed.
 */
function triedShape(program: Program, { shape }: OnnxPort): (number | null)[] | undefined {
  const tried = shape?.map((size, i) => size ?? (i === 0 ? 1 : 3000));
  if (tried === undefined || tried.reduce((product, n) => product * n, 1) > MOST_TRIED) return undefined;
  try {
    const y = tf.tidy(() => program.run(tf.zeros(tried)));
    y.dispose();
    return [null, ...y.shape.slice(1)];
  } catch (error) {
    if (AppError.from(error).code === 'unavailable') throw error;
    return undefined;
  }
}
