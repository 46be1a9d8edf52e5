import { resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { inputGradient } from '../src-main/attacks/objective/gradient.ts';
import { makeGoal } from '../src-main/attacks/objective/goal.ts';
import { averagedKernel, gaussianKernel } from '../src-main/attacks/smoothing/kernels.ts';
import { smooth } from '../src-main/attacks/smoothing/smooth.ts';
import { makeClassifier, type Classifier } from '../src-main/ml/network/classifier.ts';
import { openEngine } from '../src-main/ml/engine/engine.ts';
import { evaluationMode, forward } from '../src-main/ml/network/forward.ts';
import { parseGraph } from '../src-main/ml/network/graph.ts';
import { maxOfPairs } from '../src-main/ml/engine/max-of-pairs.ts';
import { relu } from '../src-main/ml/engine/ops.ts';
import { weightTensors } from '../src-main/ml/network/parameters.ts';
import { gaussian, generatorFor } from '../src-main/numeric/random.ts';
import { readModel } from '../src-main/ml/files/read-model.ts';

/**
 * `npm run bench:ways`: how much each way to a fast attack gains. One attack step (forward and gradient with respect to
 * the signal) of the bundled model on 8 records of 30 s, as many as it takes at once, with one thread, alternating;
 * then single operations, and the smoothing.
 */
const RECORDS = 8;
const SAMPLES = 9000;
const ROUNDS = 5;

const { version } = await openEngine();
const folder = resolve(import.meta.dirname, '../resources/models/compact');
const model = readModel(folder);
const graph = parseGraph(model.topology);
const weights = weightTensors(model.weights);
const random = generatorFor(1);
const signals = (records: number, samples: number): tf.Tensor2D =>
  tf.tensor2d(
    Float32Array.from({ length: records * samples }, () => 200 * gaussian(random)),
    [records, samples],
  );

const ours = makeClassifier(model);
const unfolded: Classifier = { ...ours, logits: (x) => forward(graph, weights, x, evaluationMode) };
const layers = await layersClassifier();

const whole = signals(RECORDS, SAMPLES);
// Twice as long, half as many at once.
const padded = tf.pad(tf.slice(whole, [0, 0], [RECORDS / 2, SAMPLES]), [
  [0, 0],
  [SAMPLES / 2, SAMPLES / 2],
]) as tf.Tensor2D;
const alone = tf.slice(whole, [0, 0], [1, SAMPLES]) as tf.Tensor2D;
const step = (classifier: Classifier, x: tf.Tensor2D) => (): void =>
  tf.tidy(() => void inputGradient(classifier, x, goalOf(x.shape[0])).gradient.dataSync());

const early = tf.relu(tf.reshape(signals(RECORDS, 3000 * 16), [RECORDS, 1, 3000, 16])) as tf.Tensor4D;
const slopeOf = (f: (x: tf.Tensor4D) => tf.Tensor, x: tf.Tensor4D) => (): void =>
  tf.tidy(
    () =>
      void tf
        .grad((v) => f(v as tf.Tensor4D))(x)
        .dataSync(),
  );

const kernels = [5, 7, 11, 15, 19].flatMap((size) => [1, 3, 5, 7, 10].map((sigma) => gaussianKernel(size, sigma)));

const results = alternate({
  'attack step through the layers API': step(layers, whole),
  'attack step, own forward, batch norm not folded': step(unfolded, whole),
  'attack step as the program takes it': step(ours, whole),
  'the same, records padded to 18,000 samples': () => {
    for (let half = 0; half < 2; half += 1) step(ours, padded)();
  },
  'the same, one record at a time': () => {
    for (let i = 0; i < 4; i += 1) step(ours, alone)();
  },
  "gradient of ReLU (3,000 × 16) by tfjs's own operations": slopeOf((v) => tf.relu(v), early),
  "gradient of ReLU by TensorFlow's kernel": slopeOf(relu, early),
  "gradient of pooling (3,000 × 16) by TensorFlow's kernel": slopeOf(
    (v) => tf.maxPool(v, [1, 2], [1, 2], 'same'),
    early,
  ),
  'gradient of pooling by comparing halves': slopeOf((v) => maxOfPairs(v, 'same'), early),
  'smoothing with 25 kernels': () =>
    tf.tidy(() => void tf.addN(kernels.map((kernel) => smooth(whole, kernel))).dataSync()),
  'smoothing with their mean': () => tf.tidy(() => void smooth(whole, averagedKernel('cross25')).dataSync()),
});
results['the same, one record at a time'] = round(
  (results['the same, one record at a time'] as number) * (RECORDS / 4),
);
process.stdout.write(`${JSON.stringify({ engine: version, unit: 'ms per record, median', ...results }, null, 2)}\n`);

function alternate(works: Record<string, () => void>): Record<string, number> {
  const times = Object.fromEntries(Object.keys(works).map((name) => [name, [] as number[]]));
  for (let i = 0; i <= ROUNDS; i += 1) {
    for (const [name, work] of Object.entries(works)) {
      const startedAt = performance.now();
      work();
      // The first round warms up.
      if (i > 0) times[name]?.push((performance.now() - startedAt) / RECORDS);
    }
  }
  return Object.fromEntries(
    Object.entries(times).map(([name, all]) => [name, round(all.toSorted((a, b) => a - b)[ROUNDS >> 1] as number)]),
  );
}

function goalOf(records: number) {
  const labels = Array.from({ length: records }, () => 0 as const);
  return makeGoal(
    labels,
    labels.map(() => null),
    4,
  );
}

/** The model as any other program would load it. */
async function layersClassifier(): Promise<Classifier> {
  const { loadLayersModel } = await import('@tensorflow/tfjs-layers');
  const { io } = (await import('@tensorflow/tfjs-node')) as unknown as {
    io: { fileSystem: (path: string) => Parameters<typeof loadLayersModel>[0] };
  };
  const loaded = await loadLayersModel(io.fileSystem(resolve(folder, 'model.json')));
  return {
    classCount: 4,
    logits: (x) => loaded.apply(tf.expandDims(x, 2)) as tf.Tensor2D,
    dispose: () => loaded.dispose(),
  };
}

function round(ms: number): number {
  return Number(ms.toFixed(3));
}
