import * as tf from '@tensorflow/tfjs-core';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ClassList } from '../../../src-shared/class-list.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import {
  networkInputSchema,
  networkInputText,
  networkOutputText,
  type GivenNetworkInput,
  type NetworkForm,
} from '../../../src-shared/models/network-ports.ts';
import type { ImportNetworkRequest } from '../../../src-shared/models/networks.ts';
import type { RecordForm } from '../../../src-shared/datasets/record-form.ts';
import { readRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import { openEngine } from '../../ml/engine/engine.ts';
import { writeCard } from '../../ml/files/card-file.ts';
import { NETWORK_FILE, writeNetworkFile, type NetworkDescription } from '../../ml/files/network-file.ts';
import { describedClassifier } from '../../ml/foreign/described.ts';
import { fittingOrder } from '../../ml/foreign/fitting-order.ts';
import { gigaMacsOf } from '../../ml/foreign/giga-macs.ts';
import { guessPorts, type Guess } from '../../ml/foreign/guess-input.ts';
import { exactLogits } from '../../ml/foreign/network-output.ts';
import { networkInput } from '../../ml/foreign/network-input.ts';
import { compareWithRuntime } from '../../ml/onnx/open-runtime.ts';
import { findRuntime } from '../../ml/onnx/runtime/session.ts';
import type { RuntimeCheck } from '../../../src-shared/models/model-card.ts';
import type { ForeignModel } from '../../ml/network/foreign-model.ts';
import { networkFiles } from '../../ml/foreign/network-files.ts';
import { measureActivations } from '../../ml/foreign/measure-activations.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { predictRecords } from '../../ml/network/predict.ts';
import { sumOf } from '../../numeric/sums.ts';
import { classOf, softmax } from '../../numeric/logits.ts';
import type { TaskContext } from './context.ts';
import { openTranslated } from './look-at-network.ts';

export interface ImportNetworkInput {
  path: string;
  form: NetworkForm;
  /** Where the model goes: the network's files, network.json and card.json. */
  outFolder: string;
  /** What a person said of its input and output; the rest is supposed. */
  input: GivenNetworkInput;
  output: ImportNetworkRequest['output'];
  records: RecordForm;
  classes: ClassList;
  blackBox: boolean;
  /** Store it even if onnxruntime computes something else. */
  allowDifference: boolean;
  /** Records to try it on, whose labels are positions in `classes`; null: a made-up one. */
  packPath: string | null;
  /** What else the card should say. */
  card: ModelCard;
}

/** A record that the network was tried on. */
export interface TriedRecord {
  name: string;
  label: number;
  found: number;
  /** Of the class that was found. */
  probability: number;
}

export interface ImportNetworkOutput {
  engine: string;
  parameters: number;
  input: string;
  output: string;
  /** Why it has no gradients; null if it has. */
  blackBox: string | null;
  tried: TriedRecord[];
  /** Codes of the classes in an order that fits the labels of these records; null where the one that was given does. */
  fittingOrder: { classes: string[]; right: number } | null;
  /** Null where onnxruntime is not installed, or it is not ONNX that was translated. */
  runtimeCheck: RuntimeCheck | null;
}

const TRIED_SECONDS = 10;
/** What the cost of a model is said of. */
const COSTED_SECONDS = 30;
const LEAST_EFFECT = 1e-6;
/** Of the largest logit of a record: what two programs' sums differ by. */
const MOST_RELATIVE = 1e-4;

/**
 * Stores a network of another program with the description of what goes in and comes out, once it gave a finite number for
 * each class of every record that it is tried on, and has a gradient there. Throws AppError 'bad-input' that says what does
 * not fit, and as the readers of its form do.
 */
export async function importNetworkTask(
  request: ImportNetworkInput,
  { progress, signal }: TaskContext,
): Promise<ImportNetworkOutput> {
  const { path, form, outFolder, records, classes } = request;
  const say = (done: number, message: string): void => progress({ done, total: 3, unit: 'steps', message });
  const engine = await openEngine();
  say(0, 'Reading the network');
  const { model, blackBox } = await openTranslated({ ...request, output: request.output.name });
  try {
    const guess = guessPorts(model, form);
    checkClasses(guess, classes);
    const files = networkFiles(path, form);
    const description: NetworkDescription = {
      version: 1,
      form,
      files: files.map(({ as }) => as),
      input: networkInputSchema.parse({ ...guess.input, ...request.input }),
      output: { ...guess.output, gives: request.output.gives ?? guess.output.gives },
      unitsPerMv: records.unitsPerMv,
      classes: classes.length,
      parameters: model.parameters,
      blackBox: blackBox !== null,
      activationsPerSample: 1,
    };
    say(1, 'Trying it on records');
    const packed = request.packPath === null ? [] : [...readRecordPack(request.packPath)];
    const samples = Math.round(TRIED_SECONDS * records.samplingHz);
    const length = description.input.length ?? packed[0]?.samples.length ?? samples;
    description.activationsPerSample = measureActivations(model, description, length);
    const classifier = describedClassifier(model, description);
    const tried = await tryOn(classifier, packed, signal);
    const fitting = fittingOrder(tried, classes.length);
    const betterOrder =
      fitting === undefined
        ? null
        : { classes: fitting.order.map((at) => classes[at]?.code ?? ''), right: fitting.right };
    tryGradient(classifier, packed[0]?.samples.slice(0, samples) ?? madeUp(samples, records), description);
    const runtimeCheck = await checkByRuntime(model, request, description, packed);
    const gigaMacs = await gigaMacsOf(model, description, Math.round(COSTED_SECONDS * records.samplingHz));
    say(2, 'Storing it');
    mkdirSync(outFolder, { recursive: true });
    for (const { from, as } of files) cpSync(from, join(outFolder, as));
    writeNetworkFile(outFolder, description);
    const texts = {
      input: networkInputText(model.input, description.input),
      output: networkOutputText(model.output, description.output, model.ending),
    };
    writeCard(outFolder, {
      architecture: form,
      ...texts,
      parameters: model.parameters,
      ...(gigaMacs === undefined ? {} : { gigaMacsFor30Seconds: Number(gigaMacs.toPrecision(4)) }),
      differentiable: model.differentiable,
      exactLogits: exactLogits(model.ending, description.output.gives),
      ...(tried.length === 0 ? {} : { tried: { records: tried.length, right: rightOf(tried) } }),
      ...(betterOrder === null ? {} : { fittingOrder: betterOrder }),
      ...(runtimeCheck === null ? {} : { runtimeCheck }),
      importedFrom: basename(path),
      importedSha256: createHash('sha256').update(readFileSync(path)).digest('hex'),
      ...records,
      ...(blackBox === null ? {} : { blackBox }),
      ...request.card,
    });
    const { parameters } = model;
    return {
      engine: engine.version,
      parameters,
      ...texts,
      blackBox,
      tried,
      fittingOrder: betterOrder,
      runtimeCheck,
    };
  } finally {
    model.dispose();
  }
}

/** Throws AppError 'bad-input' where a translated network and onnxruntime disagree, or it takes no such file, unless the person says otherwise. */
async function checkByRuntime(
  model: ForeignModel,
  { path, form, allowDifference }: ImportNetworkInput,
  { input, unitsPerMv }: NetworkDescription,
  records: readonly PackedRecord[],
): Promise<RuntimeCheck | null> {
  if (form !== 'onnx' || !model.differentiable || records.length === 0 || findRuntime() === undefined) return null;
  const inputs = records.map(({ samples }) =>
    tf.tidy(() => networkInput(tf.tensor2d(Float32Array.from(samples), [1, samples.length]), input, unitsPerMv)),
  );
  try {
    const compared = await compareWithRuntime(path, model, inputs).catch((cause: unknown) => {
      // Some exporters write operators that ONNX does not have.
      if (!(cause instanceof AppError) || cause.code !== 'bad-input') throw cause;
      if (allowDifference) return null;
      const text = `${cause.message} The network has a translation here, which could not be compared; to import it all the same: --allow-difference.`;
      throw new AppError('bad-input', text, undefined, { cause });
    });
    if (compared === null) return null;
    const { absolute, relative } = compared;
    if (relative <= MOST_RELATIVE || allowDifference) return { records: records.length, absolute, relative };
    throw new AppError(
      'bad-input',
      `The network's logits differ from those of onnxruntime by ${relative.toExponential(1)} of the largest (${absolute.toExponential(1)}); ${MOST_RELATIVE} is allowed. Please report this network. To import it all the same: --allow-difference; by onnxruntime alone: --black-box.`,
    );
  } finally {
    tf.dispose(inputs);
  }
}

function checkClasses({ classes: found }: Guess, classes: ClassList): void {
  if (found === null || found === classes.length) return;
  throw new AppError(
    'bad-input',
    `The network gives ${found} numbers for a record, but ${classes.length} classes are named: ${classes.map(({ code }) => code).join(', ')}. Name its classes in the order of its output.`,
  );
}

/** Three beats a second, 1 mV high. */
function madeUp(samples: number, { samplingHz, unitsPerMv }: RecordForm): Int16Array {
  return Int16Array.from(
    { length: samples },
    (_, i) => unitsPerMv * Math.exp(-((((i / samplingHz) % 1) - 0.5) ** 2) / 1e-3),
  );
}

const rightOf = (tried: readonly TriedRecord[]): number => tried.filter(({ label, found }) => label === found).length;

async function tryOn(
  classifier: Classifier,
  records: readonly PackedRecord[],
  signal: AbortSignal,
): Promise<TriedRecord[]> {
  const signals = records.map(({ samples }) => samples);
  const logits = await predictRecords((x) => classifier.logits(x), signals, { signal });
  return records.map(({ name, label }, i) => {
    const row = logits[i] as Float32Array;
    if (row.length !== classifier.classCount) {
      const text = `The network gives ${row.length} numbers for record ${name}, but ${classifier.classCount} classes are named.`;
      throw new AppError('bad-input', `${text} Name its classes in the order of its output.`);
    }
    const found = classOf(row);
    return { name, label, found, probability: softmax(row)[found] as number };
  });
}

/** Throws AppError 'bad-input' for logits that are not finite, or that do not change with the signal. */
function tryGradient(classifier: Classifier, signal: Int16Array, { files, classes }: NetworkDescription): void {
  const { shape, finite, effect } = tf.tidy(() => {
    const x = tf.tensor2d(Float32Array.from(signal), [1, signal.length]);
    const logits = classifier.logits(x);
    const values = Array.from(logits.dataSync());
    const margin = (v: tf.Tensor): tf.Tensor =>
      tf.sum(tf.mul(classifier.logits(v as tf.Tensor2D), tf.tensor2d([values.map((_, k) => k - (classes - 1) / 2)])));
    const gradient = classifier.differentiable === false ? [...signal] : Array.from(tf.grad(margin)(x).dataSync());
    return {
      shape: logits.shape,
      finite: values.every(Number.isFinite),
      // Of the whole signal on the logits: one below their rounding is none.
      effect: sumOf(gradient, (slope, i) => Math.abs(slope * (signal[i] as number))),
    };
  });
  const name = files[0] ?? NETWORK_FILE;
  if (shape[1] !== classes) {
    throw new AppError(
      'bad-input',
      `'${name}' gives ${shape[1]} numbers for a record, but ${classes} classes are named.`,
    );
  }
  if (!finite) throw new AppError('bad-input', `'${name}' gives a number that is not finite for a record.`);
  if (effect > LEAST_EFFECT) return;
  throw new AppError(
    'bad-input',
    `The logits of '${name}' do not change with the signal (the gradient is ${effect >= 0 ? '0 everywhere' : 'not a number'}), so there is nothing to attack. Are unit, normalisation and length as in its training?`,
  );
}
