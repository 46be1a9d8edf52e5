import * as tf from '@tensorflow/tfjs-core';
import { attackOptionsSchema } from '../src-shared/attack-options.ts';
import { attackBatch } from '../src-main/attacks/attack-batch.ts';
import { makeGoal } from '../src-main/attacks/goal.ts';
import { inputGradient } from '../src-main/attacks/gradient.ts';
import { adamStep, newAdamState } from '../src-main/ml/adamw.ts';
import { makeClassifier } from '../src-main/ml/classifier.ts';
import { openEngine } from '../src-main/ml/engine.ts';
import { parseGraph } from '../src-main/ml/graph.ts';
import { learningHeads } from '../src-main/ml/heads.ts';
import { flatten, layoutOf } from '../src-main/ml/parameters.ts';
import { gaussian, generatorFor } from '../src-main/ml/random.ts';
import { readModel } from '../src-main/ml/read-model.ts';
import { lossAndGradient } from '../src-main/ml/train-step.ts';

/** What can be timed: one pass over all records of the worker. */
export type Work = 'forward' | 'attackStep' | 'trainStep' | 'sap';

/** From the parent: prepare (once), then any number of works. The answers: ready with the engine's name, then done. */
export type ToBenchWorker =
  { type: 'prepare'; modelFolder: string; records: number; samples: number } | { type: 'run'; work: Work };
export type FromBenchWorker = { type: 'ready'; engine: string } | { type: 'done' };

let works: Record<Work, () => unknown> | undefined;

process.on('message', (message: ToBenchWorker) => void answer(message));
process.on('disconnect', () => process.exit(0));

async function answer(message: ToBenchWorker): Promise<void> {
  if (message.type === 'prepare') {
    const engine = await openEngine();
    works = await prepare(message);
    send({ type: 'ready', engine: engine.version });
  } else {
    await works?.[message.work]();
    send({ type: 'done' });
  }
}

function send(message: FromBenchWorker): void {
  process.send?.(message);
}

async function prepare(input: ToBenchWorker & { type: 'prepare' }): Promise<Record<Work, () => unknown>> {
  const { modelFolder, records, samples } = input;
  const model = await readModel(modelFolder);
  const classifier = makeClassifier(model);
  const random = generatorFor(1);
  const flat = Float32Array.from({ length: records * samples }, () => 200 * gaussian(random));
  const signals = Array.from({ length: records }, (_, i) => flat.slice(i * samples, (i + 1) * samples));
  const labels = signals.map(() => 0 as const);
  const goal = makeGoal(
    labels,
    labels.map(() => null),
    4,
  );
  const batch = (): tf.Tensor2D => tf.tensor2d(flat.slice(), [records, samples]);

  const graph = parseGraph(model.topology);
  const layout = layoutOf(model.weights);
  const heads = learningHeads(graph, model.weights);
  const weights = flatten(layout, model.weights);
  const adam = newAdamState(layout.size);
  const rates = { learningRate: 1e-4, weightDecay: 0.05, beta1: 0.9, beta2: 0.999 };

  return {
    forward: () => tf.tidy(() => void classifier.logits(batch()).dataSync()),
    attackStep: () => tf.tidy(() => void inputGradient(classifier, batch(), goal).gradient.dataSync()),
    trainStep: () => {
      const { gradient } = lossAndGradient(heads, weights, { x: flat.slice(), labels }, 4, 0.1, () => random);
      adamStep(weights, gradient, layout.decays, adam, rates);
    },
    sap: () => attackBatch(classifier, { x: signals, labels }, attackOptionsSchema.parse({ method: 'sap' })),
  };
}
