import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import path, { dirname, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, it } from 'vitest';
import { defaultTrainOptions } from '../../../src-shared/models/train-options.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { parseGraph } from '../../../src-main/ml/network/graph.ts';
import { learningHeads } from '../../../src-main/ml/network/heads.ts';
import { conv1d, conv1dOfData, type ConvShape } from '../../../src-main/ml/engine/ops.ts';
import { flatten, layoutOf } from '../../../src-main/ml/network/parameters.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';
import { lossAndGradient, measureStatistics, type TrainingBatch } from '../../../src-main/ml/training/train-step.ts';
import { settledModel, someSignal } from './small-model.ts';

const engine = await openEngine();
const require = createRequire(import.meta.url);
const native = tf.getBackend();

async function onWasm(): Promise<void> {
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  expect(await tf.setBackend('wasm')).toBe(true);
}

describe.runIf(engine.name === 'native')(
  'training on the WASM engine (skipped: without native to compare with)',
  () => {
    afterEach(() => tf.setBackend(native));

    const model = settledModel(3);
    const graph = parseGraph(model.topology);
    const heads = learningHeads(graph, model.weights);
    const layout = layoutOf(model.weights);
    const flat = flatten(layout, model.weights);
    const batch: TrainingBatch = { x: someSignal(6 * 601, 5), labels: [0, 1, 2, 3, 0, 1] };

    it('has the loss, the gradient and the batch-norm statistics of native TensorFlow', async () => {
      const step = () =>
        lossAndGradient(heads, flat, batch, { ...defaultTrainOptions(), labelSmoothing: 0.1 }, () => generatorFor(1));
      const statistics = () => measureStatistics(graph, layout, flat, [batch]);
      const expected = { ...(await step()), statistics: await statistics() };
      await onWasm();
      const before = tf.memory().numTensors;
      const found = { ...(await step()), statistics: await statistics() };
      expect(tf.memory().numTensors).toBe(before);
      expect(found.loss).toBeCloseTo(expected.loss, 4);
      const largest = Math.max(...expected.gradient.map(Math.abs));
      const gaps = found.gradient.map((value, i) => Math.abs(value - (expected.gradient[i] as number)));
      expect(largest).toBeGreaterThan(0.01);
      expect(Math.max(...gaps)).toBeLessThan(1e-4 * largest);
      for (const [name, values] of expected.statistics) {
        found.statistics.get(name)?.forEach((value, i) => {
          const wanted = values[i] as number;
          expect(Math.abs(value - wanted), name).toBeLessThan(1e-4 * Math.max(1, Math.abs(wanted)));
        });
      }
    });

    const shapes: ConvShape[] = [
      { stride: 1, dilation: 1, padding: 'same' },
      { stride: 3, dilation: 1, padding: 'same' },
      { stride: 2, dilation: 1, padding: 'valid' },
      { stride: 1, dilation: 4, padding: 'same' },
    ];
    it.each(shapes)('has the gradients of a convolution: %o', async (shape) => {
      const random = generatorFor(4);
      const numbers = (size: number): Float32Array => Float32Array.from({ length: size }, () => gaussian(random));
      const [x, kernel, weights] = [numbers(2 * 40 * 3), numbers(4 * 3 * 5), numbers(2 * 40 * 5)];
      const gradients = (): number[][] =>
        tf.tidy(() => {
          const signal = tf.tensor4d(x, [2, 1, 40, 3]);
          const filter = tf.tensor4d(kernel, [1, 4, 3, 5]);
          const loss = (y: tf.Tensor): tf.Scalar => tf.sum(tf.mul(y, tf.tensor(weights.slice(0, y.size), y.shape)));
          const ofBoth = tf.grads((a, b) => loss(conv1d(a as tf.Tensor4D, b as tf.Tensor4D, shape)))([signal, filter]);
          const ofFilter = tf.grad((b) => loss(conv1dOfData(signal, b as tf.Tensor4D, shape)))(filter);
          return [...ofBoth, ofFilter].map((gradient) => [...gradient.dataSync()]);
        });
      const expected = gradients();
      await onWasm();
      gradients().forEach((values, which) =>
        values.forEach((value, i) => expect(value).toBeCloseTo(expected[which]?.[i] as number, 4)),
      );
    });
  },
);

it('a process with EQUIPOISE_ENGINE=wasm trains: the loss falls', { timeout: 60_000 }, async () => {
  const from = (file: string): string => pathToFileURL(path.resolve(import.meta.dirname, '../../..', file)).href;
  const script = `
    const { openEngine } = await import('${from('src-main/ml/engine/engine.ts')}');
    const { train } = await import('${from('src-main/ml/training/train.ts')}');
    const { parseTrainOptions } = await import('${from('src-shared/models/train-options.ts')}');
    const { name } = await openEngine();
    const { smallModel } = await import('${from('test/unit/ml/small-model.ts')}');
    const signal = (k) => Int16Array.from({ length: 600 }, (_, t) => 300 * Math.sin(t / (4 + 12 * k)));
    const items = Array.from({ length: 32 }, (_, i) => ({ samples: signal(i % 2), label: i % 2 }));
    const options = parseTrainOptions({ epochs: 3, batchSize: 8, cropSamples: [450], learningRate: 0.01, averageDecay: 0.9 });
    const { history, finished } = await train(options, { train: items, validation: items }, { initial: smallModel(1) });
    console.log(JSON.stringify({ name, finished, losses: history.map(({ loss }) => loss) }));
  `;
  const env = { ...process.env, EQUIPOISE_ENGINE: 'wasm' };
  const node = ['--input-type=module', '-e', script];
  const { stdout } = await promisify(execFile)(process.execPath, node, { env });
  const said = JSON.parse(stdout) as { name: string; finished: boolean; losses: number[] };
  expect(said).toMatchObject({ name: 'wasm', finished: true });
  expect(said.losses[2]).toBeLessThan((said.losses[0] as number) * 0.9);
});
