/**
 * Tries WebGPU in a process of its own, since a bad driver may crash the process that uses it, and prints the choice (src-main/ml/engine/webgpu-choice.ts) as
 * JSON: a network on both engines, its gradients compared and its steps timed.
 */
import { availableParallelism } from 'node:os';
import * as tf from '@tensorflow/tfjs-core';
import { makeGoal } from '../../src-main/attacks/objective/goal.ts';
import { inputGradient } from '../../src-main/attacks/objective/gradient.ts';
import { openEngine } from '../../src-main/ml/engine/engine.ts';
import { onSearchEngine, searchEngine } from '../../src-main/ml/engine/search-engine.ts';
import { chooseWebGpu } from '../../src-main/ml/engine/webgpu-choice.ts';
import { buildCompact } from '../../src-main/ml/models/compact.ts';
import { makeClassifier } from '../../src-main/ml/network/classifier.ts';
import { parseGraph } from '../../src-main/ml/network/graph.ts';
import { learningHeads } from '../../src-main/ml/network/heads.ts';
import { flatten, layoutOf } from '../../src-main/ml/network/parameters.ts';
import { lossAndGradient } from '../../src-main/ml/training/train-step.ts';
import { gaussian, generatorFor } from '../../src-main/numeric/random.ts';
import { defaultTrainOptions } from '../../src-shared/models/train-options.ts';

/** Of a graphics processor; one that is a program takes minutes for as many, and is not chosen anyway. */
const SIZE = { records: 16, samples: 9000 };
const SMALL = { records: 2, samples: 300 };
const PASSES = 5;

try {
  await openEngine();
  const gpu = await searchEngine();
  if (gpu === undefined) throw new Error('WebGPU does not start.');
  const { records, samples } = gpu.isSoftware ? SMALL : SIZE;
  const model = gpu.isSoftware
    ? buildCompact(1, { towers: 1, stages: [{ filters: 4, blocks: 1 }], classes: 4 })
    : buildCompact(1);
  const random = generatorFor(1);
  const x = Float32Array.from({ length: records * samples }, () => 200 * gaussian(random));
  const labels = Array.from({ length: records }, () => 0 as const);
  const classifier = makeClassifier(model);
  const attackStep = async (): Promise<Float32Array> => {
    const goal = makeGoal(
      labels,
      labels.map(() => null),
      4,
    );
    const signals = tf.tensor2d(x.slice(), [records, samples]);
    const gradient = tf.tidy(() => inputGradient(classifier, signals, goal).gradient);
    const values = await gradient.data<'float32'>();
    tf.dispose([gradient, signals, ...Object.values(goal)]);
    return values;
  };
  const weights = flatten(layoutOf(model.weights), model.weights);
  const heads = learningHeads(parseGraph(model.topology), model.weights);
  const options = { ...defaultTrainOptions(), classCopies: [1, 1, 1, 1] };
  // Computed on the search engine, or on the engine where that is asked for alone.
  const weightGradient = async (): Promise<Float32Array> =>
    (await lossAndGradient(heads, weights, { x: x.slice(), labels }, options, () => generatorFor(2))).gradient;

  const onEngine = { signal: await attackStep(), ms: await milliseconds(attackStep) };
  const onGpu = {
    signal: await onSearchEngine(attackStep),
    weights: await weightGradient(),
    ms: await onSearchEngine(() => milliseconds(attackStep)),
  };
  process.env['EQUIPOISE_ENGINE'] = 'native';
  const engineWeights = await weightGradient();
  const choice = chooseWebGpu({
    adapter: gpu,
    difference: Math.max(difference(onEngine.signal, onGpu.signal), difference(engineWeights, onGpu.weights)),
    webgpuMs: onGpu.ms / records,
    nativeMs: onEngine.ms / records,
    processes: Math.min(availableParallelism(), 8),
  });
  process.stdout.write(`${JSON.stringify(choice)}\n`);
  // Dawn keeps a process alive.
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < PASSES; i++) {
    const startedAt = performance.now();
    await work();
    times.push(performance.now() - startedAt);
  }
  return Math.min(...times);
}

/** The largest difference as a share of the largest value; NaN if any is not a number. */
function difference(expected: Float32Array, found: Float32Array): number {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (found[i] as number))), 0) / largest;
}
