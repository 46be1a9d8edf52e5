import * as tf from '@tensorflow/tfjs-core';
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readModel } from '../../ml/files/read-model.ts';
import { readNetworkFile } from '../../ml/files/network-file.ts';
import { readTreesFile, TREES_FILE } from '../../ml/files/trees-file.ts';
import { saveModel } from '../../ml/files/save-model.ts';
import { openEngine } from '../../ml/engine/engine.ts';
import { makeClassifier } from '../../ml/network/classifier.ts';
import type { ForeignModel } from '../../ml/network/foreign-model.ts';
import { parseGraph } from '../../ml/network/graph.ts';
import { openOnnx } from '../../ml/onnx/open-onnx.ts';
import { openOnnxRuntime } from '../../ml/onnx/open-runtime.ts';
import { findRuntime } from '../../ml/onnx/runtime/session.ts';
import { writeOnnx } from '../../ml/onnx/write-onnx.ts';

export interface ExportModelInput {
  modelFolder: string;
  /** A file for ONNX, a folder for TF.js Layers. */
  outPath: string;
  form: 'onnx' | 'tfjs-layers';
  /** Written into the metadata of an ONNX file. */
  facts: Record<string, string>;
}

export interface ExportModelOutput {
  /** What read the file again: 'onnxruntime', or the program's own reader where that is not installed. */
  checkedBy: string;
  /** The largest difference of its logits on a made-up record, relative to the largest. */
  largestDifference: number;
}

const MOST_DIFFERENCE = 1e-4;
const SAMPLES = 3000;

/**
 * Writes a model of the program's own for other programs, and compares the logits of what was written with its own. Throws
 * AppError 'bad-input' for an imported network, which is a file of another program already, and for trees, and 'internal' where the logits differ.
 */
export async function exportModelTask(input: ExportModelInput): Promise<ExportModelOutput> {
  const { modelFolder, outPath, form, facts } = input;
  const network = readNetworkFile(modelFolder);
  if (network !== undefined) {
    throw new AppError(
      'bad-input',
      `This model was imported, and its file is kept as it was: ${modelFolder}/${network.files[0] ?? ''}. Copy that.`,
    );
  }
  if (readTreesFile(modelFolder) !== undefined) {
    throw new AppError(
      'bad-input',
      `This model consists of trees on measured features, for which neither ONNX nor TF.js Layers has a form: its whole file is ${join(modelFolder, TREES_FILE)}. Copy that, or export a network.`,
    );
  }
  await openEngine();
  const model = readModel(modelFolder);
  if (form === 'tfjs-layers') {
    await saveModel(outPath, model);
    const again = makeClassifier(readModel(outPath), outPath);
    return checked("the program's own reader", (x) => again.logits(x), input);
  }
  mkdirSync(dirname(outPath), { recursive: true });
  const partial = `${outPath}.partial`;
  writeFileSync(partial, writeOnnx(parseGraph(model.topology), model.weights, facts));
  const byRuntime = findRuntime() !== undefined;
  const again: ForeignModel = await (byRuntime ? openOnnxRuntime : openOnnx)(partial);
  const found = checked(
    byRuntime ? 'onnxruntime' : "the program's own reader",
    (x) => again.scores(tf.expandDims(x, 1)) as tf.Tensor2D,
    input,
  );
  renameSync(partial, outPath);
  return found;
}

function checked(
  checkedBy: string,
  again: (x: tf.Tensor2D) => tf.Tensor2D,
  input: ExportModelInput,
): ExportModelOutput {
  const own = makeClassifier(readModel(input.modelFolder));
  const largestDifference = tf.tidy(() => {
    const beats = Array.from({ length: SAMPLES }, (_, i) => 1000 * Math.exp(-((((i % 290) - 145) / 9) ** 2)) + (i % 7));
    const x = tf.tensor2d([beats]);
    const [a, b] = [own.logits(x).dataSync(), again(x).dataSync()];
    return Math.max(...a.map((value, k) => Math.abs(value - (b[k] ?? NaN)))) / Math.max(...a.map(Math.abs));
  });
  if (largestDifference <= MOST_DIFFERENCE) return { checkedBy, largestDifference };
  throw new AppError(
    'internal',
    `What was written for '${input.outPath}' gives other logits (by ${largestDifference.toExponential(1)} of the largest). Please report it with the model.`,
  );
}
