import { resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { attackOptionsSchema } from '../src-shared/attacks/index.ts';
import { attackBatch } from '../src-main/attacks/run/attack-batch.ts';
import { batchesByLength } from '../src-main/numeric/batching.ts';
import { makeGoal, type Goal } from '../src-main/attacks/objective/goal.ts';
import { inputGradient } from '../src-main/attacks/objective/gradient.ts';
import { openSharedLearner } from '../src-main/jobs/tasks/training/shared-learner.ts';
import { defaultTrainOptions } from '../src-shared/models/train-options.ts';
import { adamStep, newAdamState } from '../src-main/ml/training/adamw.ts';
import { makeClassifier } from '../src-main/ml/network/classifier.ts';
import { openEngine } from '../src-main/ml/engine/engine.ts';
import { onSearchEngine, versionWithGpu } from '../src-main/ml/engine/search-engine.ts';
import { headsOf, parseGraph } from '../src-main/ml/network/graph.ts';
import { flatten, layoutOf } from '../src-main/ml/network/parameters.ts';
import { gaussian, generatorFor } from '../src-main/numeric/random.ts';
import { readModel } from '../src-main/ml/files/read-model.ts';
import type { TrainingBatch } from '../src-main/ml/training/train-step.ts';

/** What can be timed: one pass over all records of the worker. */
export type Work = 'forward' | 'attackStep' | 'trainStep' | 'sap';

/** From the parent: prepare (once), then any number of tasks. The answers: ready with the engine's name, then done. */
export type ToBenchWorker =
  | { type: 'prepare'; modelFolder: string; records: number; samples: number; processes: number }
  | { type: 'run'; work: Work };
export type FromBenchWorker = { type: 'ready'; engine: string } | { type: 'done' };

const WORKER = resolve(import.meta.dirname, '../src-main/jobs/worker.ts');

let works: Record<Work, () => unknown> | undefined;

process.on('message', (message: ToBenchWorker) => void answer(message));
process.on('disconnect', () => process.exit(0));

async function answer(message: ToBenchWorker): Promise<void> {
  if (message.type === 'prepare') {
    await openEngine();
    works = await prepare(message);
    send({ type: 'ready', engine: await versionWithGpu() });
  } else {
    await works?.[message.work]();
    send({ type: 'done' });
  }
}

function send(message: FromBenchWorker): void {
  process.send?.(message);
}

async function prepare(input: ToBenchWorker & { type: 'prepare' }): Promise<Record<Work, () => unknown>> {
  const { modelFolder, records, samples, processes } = input;
  const model = readModel(modelFolder);
  const classifier = makeClassifier(model);
  const random = generatorFor(1);
  const flat = Float32Array.from({ length: records * samples }, () => 200 * gaussian(random));
  const signals = Array.from({ length: records }, (_, i) => flat.slice(i * samples, (i + 1) * samples));
  const labels = signals.map(() => 0 as const);
  // As the program attacks: as many at once as the classifier takes.
  const batches = batchesByLength(
    signals.map((signal) => signal.length),
    classifier.rowsAtOnce,
  ).map((indices) => ({
    x: indices.map((index) => signals[index] as Float32Array),
    labels: indices.map(() => 0 as const),
  }));
  const goalOf = (count: number): Goal => makeGoal(Array<0>(count).fill(0), Array<null>(count).fill(null), 4);
  const tensorOf = (x: Float32Array[]): tf.Tensor2D =>
    tf.tensor2d(Float32Array.from(x.flatMap((one) => [...one])), [x.length, samples]);
  const inputs = await onSearchEngine(async () => batches.map(({ x }) => ({ x: tensorOf(x), goal: goalOf(x.length) })));
  const onInputs = (compute: (input: (typeof inputs)[number]) => tf.Tensor) => (): Promise<void> =>
    onSearchEngine(async () => {
      for (const input of inputs) {
        const y = tf.tidy(() => compute(input));
        await y.data();
        y.dispose();
      }
    });
  const sap = attackOptionsSchema.parse({ method: 'sap' });

  const layout = layoutOf(model.weights);
  const learner = await openSharedLearner(
    model,
    { ...defaultTrainOptions(), classCopies: [1, 1, 1, 1] },
    processes,
    WORKER,
  );
  const everyHead = (batch: TrainingBatch): TrainingBatch[] => headsOf(parseGraph(model.topology)).map(() => batch);
  const weights = flatten(layout, model.weights);
  const adam = newAdamState(layout.size);
  const rates = { learningRate: 1e-4, weightDecay: 0.05, beta1: 0.9, beta2: 0.999 };

  return {
    forward: onInputs(({ x }) => classifier.logits(x)),
    attackStep: onInputs(({ x, goal }) => inputGradient(classifier, x, goal).gradient),
    trainStep: async () => {
      const { gradient } = await learner.step(weights, everyHead({ x: flat.slice(), labels }), { epoch: 0, step: 0 });
      adamStep(weights, gradient, layout.decays, adam, rates);
    },
    sap: async () => {
      for (const { x, labels } of batches) await attackBatch(classifier, { x, labels }, sap);
    },
  };
}
