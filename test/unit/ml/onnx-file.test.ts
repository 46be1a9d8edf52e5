import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { encodeOnnx, type ModelToWrite } from '../../../src-main/ml/onnx/file/encode-onnx.ts';
import { readOnnx } from '../../../src-main/ml/onnx/file/read-onnx.ts';
import { bytesField, floatField, intField } from '../../../src-main/ml/onnx/file/write-wire.ts';
import { openOnnx } from '../../../src-main/ml/onnx/open-onnx.ts';
import { mutated, randomNumbers } from '../../helpers/fuzz/mutate.ts';

const folder = join(import.meta.dirname, '../../golden/onnx');

const port = (name: string, shape: (number | null)[] = [null, 2]): ModelToWrite['inputs'][number] => {
  return { name, kind: 'float', shape };
};
const weights = { name: 'w', kind: 'float', shape: [2, 2], values: Float32Array.of(1, 2, 3, -4) } as const;
const small: ModelToWrite = {
  opset: 17,
  producer: 'test',
  nodes: [
    { op: 'Gemm', name: 'head', inputs: ['x', 'w'], outputs: ['y'], attributes: { transB: { whole: 1 }, alpha: 0.5 } },
  ],
  inputs: [port('x')],
  outputs: [port('y')],
  weights: [{ ...weights, shape: [...weights.shape] }],
};

/** A file whose only weights are this TensorProto. */
const withTensor = (fields: Buffer[]): Buffer =>
  Buffer.concat([
    bytesField(7, [
      bytesField(1, [bytesField(1, 'x'), bytesField(2, 'y'), bytesField(4, 'Relu')]),
      bytesField(5, fields),
      bytesField(11, [bytesField(1, 'x')]),
      bytesField(12, [bytesField(1, 'y')]),
    ]),
  ]);

it('reads what was written: nodes, attributes, weights, free sizes', () => {
  const model = readOnnx(encodeOnnx(small));
  expect(model).toMatchObject({ opset: 17, producer: 'test', inputs: small.inputs, outputs: small.outputs });
  expect(model.nodes[0]).toMatchObject({ name: 'head', op: 'Gemm', inputs: ['x', 'w'], outputs: ['y'] });
  expect(Object.fromEntries(model.nodes[0]?.attributes ?? [])).toEqual({ transB: 1, alpha: 0.5 });
  expect(model.weights.get('w')).toEqual(small.weights[0]);
});

it('reads numbers in every place where a file may hold them', () => {
  const valuesOf = (fields: Buffer[]): number[] =>
    Array.from(readOnnx(withTensor([...fields, bytesField(8, 'w')])).weights.get('w')?.values ?? []);
  const three = intField(1, 3);
  expect(valuesOf([three, intField(2, 1), ...[1, -2, 0.5].map((n) => floatField(4, n))])).toEqual([1, -2, 0.5]);
  expect(valuesOf([three, intField(2, 7), ...[1, -2, 2 ** 40].map((n) => intField(7, n))])).toEqual([1, -2, 2 ** 40]);
  // Half-precision numbers as bits: 1, −2, and bfloat16's 1.
  expect(valuesOf([three, intField(2, 10), ...[0x3c00, 0xc000, 0].map((n) => intField(5, n))])).toEqual([1, -2, 0]);
  expect(valuesOf([three, intField(2, 16), ...[0x3f80, 0xc000, 0].map((n) => intField(5, n))])).toEqual([1, -2, 0]);
  expect(valuesOf([three, intField(2, 16), bytesField(9, Buffer.from([0x80, 0x3f, 0, 0xc0, 0, 0]))])).toEqual([
    1, -2, 0,
  ]);
  expect(valuesOf([three, intField(2, 3), bytesField(9, Buffer.from([1, 255, 128]))])).toEqual([1, -1, -128]);
  const doubles = new Uint8Array(Float64Array.of(1, -2, 0.1).buffer);
  expect(valuesOf([three, intField(2, 11), bytesField(9, doubles)])).toEqual([1, -2, 0.1]);
  expect(valuesOf([three, intField(2, 11), bytesField(10, doubles)])).toEqual([1, -2, 0.1]);
});

describe('says what is wrong with a file', () => {
  const refusal = (bytes: Uint8Array): string => {
    try {
      readOnnx(bytes, { source: "'net.onnx'" });
    } catch (error) {
      return (error as AppError).message;
    }
    return 'read';
  };

  it.each([
    ['a text', Buffer.from('{"format": "layers-model"}'), /'net.onnx' cannot be read as ONNX\. At byte 0/],
    ['nothing', Buffer.alloc(0), /has no graph; is it an ONNX file/],
    ['a file cut short', encodeOnnx(small).subarray(0, -20), /bytes are announced and/],
    [
      'numbers of another count',
      withTensor([intField(1, 4), intField(2, 1), bytesField(9, Buffer.alloc(12))]),
      /12 bytes; 4 numbers of type float32 have 16/,
    ],
    [
      'a shape beyond all bounds',
      withTensor([...[2 ** 30, 2 ** 30].map((n) => intField(1, n)), intField(2, 1)]),
      /which cannot be/,
    ],
    [
      'a node without its input',
      encodeOnnx({ ...small, weights: [] }),
      /node 'head' takes 'w', which nothing before it gives/,
    ],
    [
      'a value given twice',
      encodeOnnx({ ...small, nodes: [...small.nodes, ...small.nodes] }),
      /Two things in it are named 'y'/,
    ],
    ['no output', encodeOnnx({ ...small, outputs: [] }), /has no output/],
  ])('%s', (_what, bytes, message) => {
    expect(refusal(bytes)).toMatch(message);
  });

  it('weights outside its folder', async () => {
    const file = withTensor([
      ...[intField(1, 1), intField(2, 1), bytesField(8, 'w'), intField(14, 1)],
      bytesField(13, [bytesField(1, 'location'), bytesField(2, '../../etc/passwd')]),
    ]);
    await expect(openOnnx(file)).rejects.toThrow(/second file, '..\/..\/etc\/passwd'/);
  });

  it('several inputs or outputs, and an output that it does not have', async () => {
    const two = { ...small, inputs: [port('x'), port('age')] };
    await expect(openOnnx(encodeOnnx(two))).rejects.toThrow(/2 inputs \('x', 'age'\); one is needed/);
    const outputs = { ...small, outputs: [port('y'), port('x')] };
    await expect(openOnnx(encodeOnnx(outputs))).rejects.toThrow(/2 outputs \(y, x\)/);
    const chosen = await openOnnx(encodeOnnx(outputs), { output: 'y' });
    expect(chosen.output.name).toBe('y');
    chosen.dispose();
    await expect(openOnnx(encodeOnnx(small), { output: 'z' })).rejects.toThrow(/no output 'z'/);
  });

  it('a shape that does not fit, with its node, and all operators that are not translated', async () => {
    const model = await openOnnx(encodeOnnx(small));
    expect(() => model.run(tf.zeros([1, 3]))).toThrow(/Node 'head' \(Gemm\)/);
    model.dispose();
    const node = (op: string, from: string, to: string): ModelToWrite['nodes'][number] => {
      return { op, inputs: [from], outputs: [to] };
    };
    const nodes = [node('LSTM', 'x', 'a'), node('Sin', 'a', 'b'), node('LSTM', 'b', 'c'), node('TopK', 'c', 'y')];
    const details = { operators: ['LSTM', 'TopK'] };
    await expect(openOnnx(encodeOnnx({ ...small, nodes }))).rejects.toMatchObject({ code: 'unavailable', details });
  });

  it('what is only found to have no translation when it is computed, at once', async () => {
    const nodes = [{ op: 'Mod', inputs: ['x', 'x'], outputs: ['y'] }];
    const details = { operators: ['Mod'] };
    await expect(openOnnx(encodeOnnx({ ...small, nodes }))).rejects.toMatchObject({ code: 'unavailable', details });
    const weights = [{ op: 'Conv', inputs: ['x', 'x'], outputs: ['y'] }];
    const opened = openOnnx(encodeOnnx({ ...small, inputs: [port('x', [1, 1, 9])], nodes: weights }));
    await expect(opened).rejects.toThrow(/Node 'y' \(Conv\): A convolution whose weights depend on the record/);
  });

  it('a step that would take gigabytes', async () => {
    const large = { name: 's', kind: 'int', shape: [2], values: Float64Array.of(1e6, 1e6) } as const;
    const nodes = [{ op: 'Expand', name: 'grow', inputs: ['x', 's'], outputs: ['y'] }];
    const model = openOnnx(
      encodeOnnx({ ...small, inputs: [port('x', [1, 1])], nodes, weights: [{ ...large, shape: [2] }] }),
    );
    await expect(model.then((opened) => opened.run(tf.zeros([1, 1])))).rejects.toThrow(/1000000 × 1000000 numbers/);
  });
});

it('damaged files are read or refused in a clear way, in bounded time', async () => {
  const files = ['torchscript-conv', 'dynamo-attention', 'keras-conv'].map((name) =>
    readFileSync(join(folder, `${name}.onnx`)),
  );
  let [opened, refused] = [0, 0];
  for (let seed = 1; seed <= 300; seed += 1) {
    const bytes = mutated(Buffer.from(files[seed % files.length] as Buffer), randomNumbers(seed));
    const start = performance.now();
    try {
      const model = await openOnnx(bytes);
      opened += 1;
      try {
        const x = tf.zeros(model.input.shape.map((size, i) => Math.min(size ?? (i === 0 ? 1 : 80), 100)));
        model.run(x).dispose();
      } finally {
        model.dispose();
      }
    } catch (error) {
      if (!(error instanceof AppError) || error.code === 'internal') throw error;
      refused += 1;
    }
    expect(performance.now() - start, `seed ${seed}`).toBeLessThan(5000);
  }
  expect(opened).toBeGreaterThan(20);
  expect(refused).toBeGreaterThan(100);
});
