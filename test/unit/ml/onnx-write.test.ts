import * as tf from '@tensorflow/tfjs-core';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import type { ModelData } from '../../../src-main/ml/files/model-files.ts';
import { buildModel } from '../../../src-main/ml/models/index.ts';
import { makeClassifier } from '../../../src-main/ml/network/classifier.ts';
import { parseGraph } from '../../../src-main/ml/network/graph.ts';
import { openOnnx } from '../../../src-main/ml/onnx/open-onnx.ts';
import { compareWithRuntime } from '../../../src-main/ml/onnx/open-runtime.ts';
import { findRuntime } from '../../../src-main/ml/onnx/runtime/session.ts';
import { writeOnnx } from '../../../src-main/ml/onnx/write-onnx.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { someSignal } from './small-model.ts';

await openEngine();

const MODELS = { tiny: {}, compact: { towers: 2 }, han2020: { width: 0.125 } } as const;

/** Weights and statistics that are nothing special, as after a training. */
function settled({ topology, weights }: ModelData): ModelData {
  const random = generatorFor(5, 3);
  const values = weights.map((one) => {
    if (one.name.endsWith('/kernel')) return one;
    const positive = /gamma|variance/.test(one.name);
    const value = (): number => (positive ? Math.exp(0.2 * gaussian(random)) : 0.1 * gaussian(random));
    return { ...one, values: one.values.map(value) };
  });
  return { topology, weights: values };
}

it.each(Object.entries(MODELS))('%s written as ONNX gives the same logits', async (name, choices) => {
  const model = settled(buildModel(name as keyof typeof MODELS, 3, choices));
  const graph = parseGraph(model.topology);
  const bytes = writeOnnx(graph, model.weights, { rate: '300 Hz' });
  const [ours, written] = [makeClassifier(model), await openOnnx(bytes)];
  expect(written.input.shape).toEqual([null, 1, null]);
  expect(written.output.shape).toEqual([null, 4]);
  // A length that is odd after some of the halvings, a short one and a long one.
  for (const [rows, samples] of [
    [2, 2999],
    [1, 1500],
    [1, 18_600],
  ] as const) {
    const x = tf.tensor2d(someSignal(rows * samples, 4), [rows, samples]);
    const expected = Array.from(ours.logits(x).dataSync());
    const signal = tf.reshape(x, [rows, 1, samples]);
    const logits = Array.from(written.run(signal).dataSync());
    const largest = Math.max(...expected.map(Math.abs));
    expect(Math.max(...expected.map((value, i) => Math.abs(value - (logits[i] as number)))) / largest).toBeLessThan(
      1e-5,
    );
    if (findRuntime() === undefined) continue;
    const file = join(temporaryFolder(), 'net.onnx');
    writeFileSync(file, bytes);
    expect((await compareWithRuntime(file, written, [signal])).relative).toBeLessThan(1e-4);
  }
  written.dispose();
  ours.dispose();
});
