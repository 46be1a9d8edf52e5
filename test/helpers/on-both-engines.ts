/** A process of its own, which prints as JSON what a small network gives on the engine and on WebGPU, and whether there is any. */
import * as tf from '@tensorflow/tfjs-core';
import { attackBatch } from '../../src-main/attacks/run/attack-batch.ts';
import { makeGoal } from '../../src-main/attacks/objective/goal.ts';
import { inputGradient } from '../../src-main/attacks/objective/gradient.ts';
import { judgeExamples } from '../../src-main/attacks/outcome/judge.ts';
import { openEngine } from '../../src-main/ml/engine/engine.ts';
import { onSearchEngine, versionWithGpu } from '../../src-main/ml/engine/search-engine.ts';
import { makeClassifier } from '../../src-main/ml/network/classifier.ts';
import { parseGraph } from '../../src-main/ml/network/graph.ts';
import { learningHeads } from '../../src-main/ml/network/heads.ts';
import { flatten, layoutOf } from '../../src-main/ml/network/parameters.ts';
import { predictRecords } from '../../src-main/ml/network/predict.ts';
import { lossAndGradient } from '../../src-main/ml/training/train-step.ts';
import { classOf } from '../../src-main/numeric/logits.ts';
import { generatorFor } from '../../src-main/numeric/random.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import { defaultTrainOptions } from '../../src-shared/models/train-options.ts';
import { settledModel, someSignal } from '../unit/ml/small-model.ts';

/** What both engines computed; vectors as plain numbers. */
export interface OnBothEngines {
  engine: string;
  results: Record<
    'native' | 'webgpu',
    {
      logits: number[];
      bySignal: number[];
      loss: number;
      byWeights: number[];
      adversarial: number[][];
      fooled: boolean[];
      tensorsLeft: number;
    }
  >;
  /** The message of a computation that the graphics processor cannot do. */
  refused: string;
}

const SAMPLES = 200;
const RECORDS = 3;

await openEngine();
const engine = await versionWithGpu().catch(() => process.exit(3));
const model = settledModel(1);
const classifier = makeClassifier(model);
const x = Array.from({ length: RECORDS }, (_, i) => someSignal(SAMPLES, 5 + i));
const flat = Float32Array.from(x.flatMap((signal) => [...signal]));
const labels = (await predictRecords((v) => classifier.logits(v), x)).map(classOf);
const graph = parseGraph(model.topology);
const heads = learningHeads(graph, model.weights);
const weights = flatten(layoutOf(model.weights), model.weights);
const options = attackOptionsSchema.parse({
  method: 'sap',
  epsilonUnits: 60,
  alphaUnits: 30,
  pgdSteps: 3,
  sapSteps: 3,
});

async function compute(name: 'native' | 'webgpu'): Promise<OnBothEngines['results']['native']> {
  process.env['EQUIPOISE_ENGINE'] = name;
  const before = tf.memory().numTensors;
  const [logits, bySignal] = await onSearchEngine(async () => {
    const goal = makeGoal(
      labels,
      labels.map(() => null),
      4,
    );
    const signals = tf.tensor2d(flat.slice(), [RECORDS, SAMPLES]);
    const [gradient, found] = tf.tidy(() => {
      const both = inputGradient(classifier, signals, goal);
      return [both.gradient, both.logits];
    }) as [tf.Tensor2D, tf.Tensor2D];
    const read: [number[], number[]] = [[...(await found.data())], [...(await gradient.data())]];
    tf.dispose([signals, gradient, found, ...Object.values(goal)]);
    return read;
  });
  const batch = { x: flat.slice(), labels };
  const step = await lossAndGradient(heads, weights, batch, defaultTrainOptions(), () => generatorFor(2));
  const { adversarial } = await attackBatch(classifier, { x, labels }, options);
  const candidates = x.map((signal, i) => ({
    original: Int16Array.from(signal),
    adversarial: adversarial[i] as Float32Array,
    label: labels[i]!,
    target: null,
  }));
  const judged = await judgeExamples(classifier, candidates, options);
  return {
    ...{ logits, bySignal, loss: step.loss, byWeights: [...step.gradient] },
    adversarial: adversarial.map((signal) => [...signal]),
    fooled: judged.map(({ fooled }) => fooled),
    tensorsLeft: tf.memory().numTensors - before,
  };
}

const native = await compute('native');
const webgpu = await compute('webgpu');
// The kernel writes whole numbers where it declares decimal ones.
const refused = await onSearchEngine(async () => {
  const y = tf.tidy(() => tf.transpose(tf.oneHot(tf.tensor3d([[[0, 1]]], [1, 1, 2], 'int32'), 2000), [0, 1, 3, 2]));
  await y.data();
}).then(
  () => '',
  (error: Error) => error.message,
);
process.stdout.write(JSON.stringify({ engine, results: { native, webgpu }, refused } satisfies OnBothEngines));
// Dawn keeps a process alive.
process.stdout.write('\n', () => process.exit(0));
