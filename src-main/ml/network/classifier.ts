import * as tf from '@tensorflow/tfjs-core';
import { join } from 'node:path';
import { classesInWords, classesOfCard } from '../../../src-shared/class-list.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { checkCost } from './check-cost.ts';
import { checkWeights } from './check-weights.ts';
import { openEngine } from '../engine/engine.ts';
import { onEachEngine } from '../engine/on-each-engine.ts';
import { foldGraph } from './fold.ts';
import { evaluationMode, forward } from './forward.ts';
import { parseGraph, type Graph } from './graph.ts';
import { ACTIVATIONS_AT_ONCE, inChunks } from './in-chunks.ts';
import { readCard } from '../files/card-file.ts';
import { MODEL_FILE, type ModelData } from '../files/model-files.ts';
import { modelSize } from './model-size.ts';
import { weightTensors } from './parameters.ts';
import { readModel } from '../files/read-model.ts';

/** A trained model, ready to classify and to be attacked. */
export interface Classifier {
  readonly classCount: number;
  /** (batch, samples) ADC units → (batch, classes) logits; differentiable with tf.grad, evaluation mode. */
  logits(x: tf.Tensor2D): tf.Tensor2D;
  /** False: its logits have no gradient. */
  readonly differentiable?: boolean;
  /** It computes on whatever engine is current, and so on the search engine too; else on that on which it was opened. */
  readonly onEveryEngine?: boolean;
  /** How many signals of this length it computes at once; more go in chunks, and their gradients cost a third more. */
  readonly rowsAtOnce?: (samples: number) => number;
  /** Frees its weights on the engine. */
  dispose(): void;
}

/**
 * Opens a TF.js Layers folder (model.json and weights) on this process's engine. Its card says what its outputs stand for.
 * AppError 'not-found', 'damaged' or 'bad-input' names the file, and the layer that is at fault.
 */
export async function loadClassifier(modelFolder: string): Promise<Classifier> {
  await openEngine();
  const path = join(modelFolder, MODEL_FILE);
  const classifier = makeClassifier(readModel(modelFolder), path);
  const classes = classesOfCard(readCard(modelFolder));
  if (classifier.classCount === classes.length) return classifier;
  classifier.dispose();
  const text = `'${path}' gives ${classifier.classCount} numbers for a record, not ${classes.length}: its classes are ${classesInWords(classes)}.`;
  throw new AppError('damaged', text);
}

/**
 * A classifier from a model in memory; `source` names it in errors. Its logits are those of the layers, computed with
 * batch norm folded into the convolutions, so that a gradient with respect to the signal costs as little as possible.
 */
export function makeClassifier(model: ModelData, source = 'model'): Classifier {
  const graph = graphOf(model, source);
  const classCount = checkWeights(graph, model.weights, source);
  checkCost(graph, model.weights, source);
  const folded = foldGraph(graph, model.weights);
  const weights = onEachEngine(() => weightTensors(folded.weights));
  weights();
  const rowsAtOnce = (samples: number): number =>
    Math.max(1, Math.floor(ACTIVATIONS_AT_ONCE / modelSize(folded.graph, folded.weights, samples).activations));
  return {
    classCount,
    rowsAtOnce,
    logits: inChunks((x) => forward(folded.graph, weights(), x, evaluationMode), rowsAtOnce),
    onEveryEngine: true,
    dispose: () => weights.dispose(),
  };
}

function graphOf(model: ModelData, source: string): Graph {
  try {
    return parseGraph(model.topology);
  } catch (cause) {
    const { code, message } = AppError.from(cause);
    throw new AppError(code, `'${source}': ${message}`, { source }, { cause });
  }
}
