import * as tf from '@tensorflow/tfjs-core';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { openOnnx } from '../../../src-main/ml/onnx/open-onnx.ts';
import { compareWithRuntime, openOnnxRuntime } from '../../../src-main/ml/onnx/open-runtime.ts';
import { findRuntime } from '../../../src-main/ml/onnx/runtime/session.ts';

await openEngine();
const file = (name: string): string => join(import.meta.dirname, `../../golden/onnx/${name}.onnx`);
const installed = findRuntime() !== undefined;
const signal = (...shape: number[]): tf.Tensor =>
  tf.sin(
    tf
      .range(
        0,
        shape.reduce((a, b) => a * b, 1),
      )
      .reshape(shape),
  );

describe.runIf(installed)('onnxruntime', () => {
  it('runs what has no translation, without gradients, as often as asked', async () => {
    const model = await openOnnxRuntime(file('torchscript-lstm'));
    expect(model.differentiable).toBe(false);
    expect(model.input.name).toBe('ecg');
    const x = signal(2, 20, 1);
    const [first, second] = [model.run(x), model.run(x)];
    expect(first.shape).toEqual([2, 2]);
    expect(Array.from(first.dataSync())).toEqual(Array.from(second.dataSync()));
    expect(() => model.run(signal(2, 20, 7))).toThrow(/onnxruntime says: .*ecg/);
    model.dispose();
  });

  it.each(['torchscript-conv', 'dynamo-attention', 'dynamo-beside', 'keras-conv'])('%s: logits agree', async (name) => {
    const model = await openOnnx(file(name));
    const shape = model.input.shape.map((size, i) => size ?? (i === 0 ? 2 : 80));
    const difference = await compareWithRuntime(file(name), model, [signal(...shape)]);
    expect(difference.relative).toBeLessThan(1e-5);
    expect(difference.absolute).toBeGreaterThan(0);
    model.dispose();
  });
});

it.skipIf(installed)('says how onnxruntime is installed (skipped: it is)', async () => {
  await expect(openOnnxRuntime(file('torchscript-lstm'))).rejects.toMatchObject({ code: 'unavailable' });
});
