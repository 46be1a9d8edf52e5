import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { encodeOnnx } from '../../../src-main/ml/onnx/file/encode-onnx.ts';
import type { OnnxPort } from '../../../src-main/ml/onnx/file/onnx-model.ts';
import { einsumMultiplications } from '../../../src-main/ml/onnx/operators/einsum.ts';
import { openOnnx } from '../../../src-main/ml/onnx/open-onnx.ts';
import { pattern, slopeError } from './onnx-slope-error.ts';

// What onnxruntime gives for graphs of one or a few operators: test/golden/onnx/operators.py.

interface Case {
  /** A file in base64; its input's shape, filled with `pattern`; its output. */
  model: string;
  x: number[];
  y: { shape: number[]; values: number[] };
}

const path = join(import.meta.dirname, '../../golden/onnx/operators.json');
const cases = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, Case>);
const engine = await openEngine();

describe(`ONNX operators as onnxruntime computes them, with their gradients (${engine.version})`, () => {
  it.each(cases)('%s', async (_name, { model: file, x: shape, y }) => {
    const model = await openOnnx(Buffer.from(file, 'base64'));
    const x = pattern(shape);
    const result = model.run(x);
    expect(result.shape).toEqual(y.shape);
    const largest = Math.max(1, ...y.values.map(Math.abs));
    const values = result.dataSync();
    const error = Math.max(...y.values.map((value, i) => Math.abs(value - (values[i] as number)))) / largest;
    expect(error).toBeLessThan(1e-5);
    expect(slopeError((v) => model.run(v), x)).toBeLessThan(3e-3);
    model.dispose();
  });
});

it('computes the Erfc that Keras writes, which ONNX does not have', async () => {
  const port = (name: string): OnnxPort => ({ name, kind: 'float', shape: [null, 2] });
  const node = { op: 'Erfc', name: '', inputs: ['x'], outputs: ['y'], attributes: {} };
  const model = await openOnnx(
    encodeOnnx({ opset: 17, producer: '', nodes: [node], inputs: [port('x')], outputs: [port('y')], weights: [] }),
  );
  const y = model.run(tf.tensor2d([[0, 1]]));
  // Abramowitz & Stegun, table 7.1: erf 1 = 0.84270 07929.
  expect(y.dataSync()[0]).toBeCloseTo(1, 6);
  expect(y.dataSync()[1]).toBeCloseTo(0.1572992071, 6);
  model.dispose();
});

it('counts the multiplications of a sum as those of the matrix product that it is', async () => {
  const model = await openOnnx(Buffer.from(cases.find(([name]) => name === 'Einsum')?.[1].model ?? '', 'base64'));
  // bct,td->bcd
  const [b, c, t, d] = [1, 3, 11, 4] as const;
  expect(await model.multiplications?.(pattern([b, c, t]))).toBe(b * c * t * d);
  model.dispose();
  expect(
    einsumMultiplications('bhid, bhjd -> bhij', [
      [2, 4, 5, 8],
      [2, 4, 6, 8],
    ]),
  ).toBe(2 * 4 * 5 * 6 * 8);
  // bhts,bshd->bhtd, and then the heads.
  const [three, shapes] = [
    'bhts,bshd,hdc->btc',
    [
      [1, 2, 5, 5],
      [1, 5, 2, 4],
      [2, 4, 8],
    ],
  ] as const;
  expect(einsumMultiplications(three, shapes)).toBe(2 * 5 * 5 * 4 + 5 * 2 * 4 * 8);
  // What only one has is summed before; a product without a sum is none of matrices.
  expect(
    einsumMultiplications('ijz,jk->ik', [
      [2, 3, 9],
      [3, 4],
    ]),
  ).toBe(2 * 3 * 4);
  expect(
    einsumMultiplications('ij,ij->ij', [
      [2, 3],
      [2, 3],
    ]),
  ).toBe(0);
});
