import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { describedClassifier } from '../../../src-main/ml/foreign/described.ts';
import type { ForeignModel } from '../../../src-main/ml/network/foreign-model.ts';
import { guessPorts } from '../../../src-main/ml/foreign/guess-input.ts';
import { networkInput } from '../../../src-main/ml/foreign/network-input.ts';
import { openNetwork } from '../../../src-main/ml/foreign/open-network.ts';
import { recogniseNetwork } from '../../../src-main/ml/foreign/recognise-network.ts';
import { networkInputSchema, type NetworkInput } from '../../../src-shared/models/network-ports.ts';
import { layersNetwork, saveLayersNetwork, writeGraphNetwork } from '../../helpers/foreign-networks.ts';
import { gradientError } from './numeric-gradient.ts';
import { someSignal } from './small-model.ts';

await openEngine();
const folder = mkdtempSync(join(tmpdir(), 'equipoise-networks-'));
afterAll(() => rmSync(folder, { recursive: true }));
const plain = (own: Partial<NetworkInput> = {}): NetworkInput =>
  networkInputSchema.parse({ axes: ['batch', 'time', 'one'], unit: 'adc', length: null, ...own });
const opened: ForeignModel[] = [];
afterEach(() => opened.splice(0).forEach((model) => model.dispose()));

async function open(path: string): Promise<ForeignModel> {
  const source = recogniseNetwork(path);
  if (source.form === 'han2020') throw new Error('not one of ours');
  const model = await openNetwork(source.path, source.form);
  opened.push(model);
  return model;
}

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))));
const values = (tensor: tf.Tensor): number[] => Array.from(tensor.dataSync());

describe('a TF.js Layers network', () => {
  it.each([
    ['its own layers', false],
    ["TF.js's layers", true],
  ])('gives what TF.js gives, with logits before its softmax, by %s', async (_, foreign) => {
    const network = layersNetwork({ foreign });
    const model = await open(await saveLayersNetwork(network, join(folder, `layers-${foreign}`)));
    const x = tf.tensor3d(someSignal(600, 3), [2, 300, 1]);
    expect(model.input.shape).toEqual([null, null, 1]);
    expect(model.ending).toBe('softmax');
    expect(largest(values(model.run(x)), values(network.predict(x) as tf.Tensor))).toBeLessThan(1e-5);
    expect(largest(values(tf.softmax(model.scores(x))), values(model.run(x)))).toBeLessThan(1e-6);
    // 150 windows of 9 samples for 6 filters, and 6 numbers for 4 classes, of both records.
    expect(await model.multiplications?.(x)).toBe(2 * (150 * 9 * 6 + 6 * 4));
    network.dispose();
  });

  it('has the same names however often a process opens it, and is found by those of earlier versions', async () => {
    const network = layersNetwork();
    const path = await saveLayersNetwork(network, join(folder, 'again'));
    network.dispose();
    const { output } = await open(path);
    for (const name of [output.name, `${output.name}/${output.name}`]) {
      const again = await openNetwork(join(path, 'model.json'), 'tfjs-layers', { output: name });
      opened.push(again);
      expect(again.output).toEqual(output);
    }
  });

  it('is a classifier of records, one number being that of the second of two classes', async () => {
    const two = layersNetwork({ classes: 1, ending: 'sigmoid' });
    const model = await open(await saveLayersNetwork(two, join(folder, 'two')));
    const description = { input: plain({ unit: 'mV', length: 128 }), output: { gives: 'logits' as const } };
    const classifier = describedClassifier(model, {
      ...description,
      unitsPerMv: 1000,
      classes: 2,
      activationsPerSample: 10,
    });
    const x = tf.tensor2d(someSignal(200, 7), [2, 100]);
    const p = values(two.predict(networkInput(x, description.input, 1000)) as tf.Tensor);
    const shares = values(tf.softmax(classifier.logits(x)));
    expect(largest([shares[1] as number, shares[3] as number], p)).toBeLessThan(1e-6);
    two.dispose();
  });

  it('of Keras 3 is refused with the way to export it', async () => {
    const path = await saveLayersNetwork(layersNetwork(), join(folder, 'keras-3'));
    const file = join(path, 'model.json');
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll('batch_input_shape', 'batch_shape'));
    await expect(open(path)).rejects.toThrow(/saved by Keras 3.*export it as ONNX/);
  });

  it('says how many bytes its weights lack', async () => {
    const path = await saveLayersNetwork(layersNetwork(), join(folder, 'short'), 1e6);
    const shard = join(path, 'group1-shard1of1.bin');
    writeFileSync(shard, readFileSync(shard).subarray(4));
    await expect(open(path)).rejects.toThrow(/have \d+ bytes; the model needs \d+/);
  });
});

describe('a TF.js Graph network', () => {
  it('gives what its nodes say, with logits before its softmax and a gradient', async () => {
    const expected = writeGraphNetwork(join(folder, 'graph'));
    const model = await open(join(folder, 'graph'));
    expect(model.input).toEqual({ name: 'ecg', shape: [null, null, 1] });
    expect(model.ending).toBe('softmax');
    expect(await model.multiplications?.(tf.ones([1, 40, 1]))).toBe(38 * 3 * 2 + 2 * 3);
    const signal = Array.from(someSignal(40, 5));
    const x = tf.tensor3d(signal, [1, 40, 1]);
    expect(largest(values(model.scores(x)), expected(signal))).toBeLessThan(1e-4);
    const exponents = expected(signal).map(Math.exp);
    const total = exponents.reduce((sum, value) => sum + value, 0);
    const shares = exponents.map((value) => value / total);
    expect(largest(values(model.run(x)), shares)).toBeLessThan(1e-5);
    const loss = (v: tf.Tensor): tf.Scalar => tf.sum(tf.square(model.scores(tf.expandDims(v, 2))));
    expect(gradientError(loss, tf.tensor2d(signal, [1, 40]), 0.05)).toBeLessThan(2e-2);
  });

  it('has gradients where TensorFlow.js has none: of sums as in attention, and of differences whose shapes are broadcast', async () => {
    const path = join(folder, 'attention');
    const expected = writeGraphNetwork(path);
    const file = join(path, 'model.json');
    const written = readFileSync(file, 'utf8');
    const edit = (change: (nodes: Record<string, { op: string; input: string[]; attr: object }>) => object[]): void => {
      const model = JSON.parse(written) as {
        modelTopology: { node: { name: string; op: string; input: string[]; attr: object }[] };
      };
      const { node } = model.modelTopology;
      node.push(...(change(Object.fromEntries(node.map((one) => [one.name, one]))) as typeof node));
      writeFileSync(file, JSON.stringify(model));
    };
    const signal = Array.from(someSignal(40, 5));
    const gradient = (model: ForeignModel): number => {
      const loss = (v: tf.Tensor): tf.Scalar => tf.sum(tf.square(model.scores(tf.expandDims(v, 2))));
      return gradientError(loss, tf.tensor2d(signal, [1, 40]), 0.05);
    };
    const equation = { s: Buffer.from('ab,bc->ac').toString('base64') };
    edit(({ product }) => [Object.assign(product!, { op: 'Einsum', attr: { equation, N: { i: '2' } } })].slice(1));
    const sum = await open(path);
    expect(largest(values(sum.scores(tf.tensor3d(signal, [1, 40, 1]))), expected(signal))).toBeLessThan(1e-4);
    expect(await sum.multiplications?.(tf.ones([1, 40, 1]))).toBe(38 * 3 * 2 + 2 * 3);
    expect(gradient(sum)).toBeLessThan(2e-2);
    edit(({ relu, mean }) => {
      Object.assign(relu!, { op: 'SquaredDifference', input: ['conv', 'kept'] });
      const attr = { ...mean!.attr, keep_dims: { b: true } };
      return [{ name: 'kept', op: 'Mean', input: ['conv', 'over'], attr }];
    });
    expect(gradient(await open(path))).toBeLessThan(2e-2);
  });
});

describe('the description of an input', () => {
  const x = tf.tensor2d([[0, 1000, 2000, 3000]]);
  const cases: [string, Partial<NetworkInput>, number[]][] = [
    ['millivolts', { unit: 'mV' }, [0, 1, 2, 3]],
    ['microvolts at another gain', { unit: 'uV' }, [0, 1000, 2000, 3000]],
    ['a fixed mean and deviation', { unit: 'mV', mean: 1, deviation: 2 }, [-0.5, 0, 0.5, 1]],
    ['z-scores', { normalise: 'z-score' }, [-1.5, -0.5, 0.5, 1.5].map((v) => v / Math.sqrt(1.25))],
    ['a range', { normalise: 'min-max' }, [0, 1 / 3, 2 / 3, 1]],
    ['a peak', { normalise: 'peak' }, [0, 1 / 3, 2 / 3, 1]],
    ['zeros after', { unit: 'mV', length: 6 }, [0, 1, 2, 3, 0, 0]],
    ['zeros before', { unit: 'mV', length: 6, fit: 'before' }, [0, 0, 0, 1, 2, 3]],
    ['zeros around', { unit: 'mV', length: 7, fit: 'around' }, [0, 0, 1, 2, 3, 0, 0]],
    ['a cut', { unit: 'mV', length: 2 }, [0, 1]],
    ['a cut before', { unit: 'mV', length: 2, fit: 'before' }, [2, 3]],
    ['a cut around', { unit: 'mV', length: 2, fit: 'around' }, [1, 2]],
  ];
  it.each(cases)('makes %s', (_, own, expected) => {
    const made = networkInput(x, plain(own), 1000);
    expect(made.shape).toEqual([1, expected.length, 1]);
    expect(largest(values(made), expected)).toBeLessThan(1e-5);
  });

  it.each(['none', 'z-score', 'min-max', 'peak'] as const)('has a gradient with normalisation %s', (normalise) => {
    const signal = tf.tensor2d(someSignal(200, 7), [2, 100]);
    const weights = tf.tensor3d(someSignal(256, 8), [2, 128, 1]);
    const input = plain({ normalise, unit: 'mV', mean: 0.1, deviation: 0.5, length: 128, fit: 'around' });
    const sum = (v: tf.Tensor): tf.Scalar => tf.sum(tf.mul(networkInput(v as tf.Tensor2D, input, 1000), weights));
    expect(gradientError(sum, signal, 0.1)).toBeLessThan(2e-2);
  });

  it('puts time where the network has it', () => {
    expect(networkInput(x, plain({ axes: ['batch', 'one', 'time', 'one'] }), 1000).shape).toEqual([1, 1, 4, 1]);
  });

  it('keeps a flat record flat, without a gradient that is not a number', () => {
    const flat = tf.fill([1, 8], 5) as tf.Tensor2D;
    for (const normalise of ['z-score', 'min-max', 'peak'] as const) {
      const slope = tf.grad((v) => tf.sum(networkInput(v as tf.Tensor2D, plain({ normalise }), 1000)))(flat);
      expect(values(slope).every(Number.isFinite)).toBe(true);
    }
  });
});

describe('what is supposed of a network', () => {
  const model = (shape: (number | null)[], classes: number | null = 5): ForeignModel => ({
    input: { name: 'x', shape },
    output: { name: 'y', shape: [null, classes] },
    ending: 'linear',
    parameters: 0,
    differentiable: true,
    run: (x) => x,
    scores: (x) => x,
    dispose: () => undefined,
  });
  it.each([
    [[null, 1, 3000], ['batch', 'one', 'time'], 3000],
    [[1, 3000, 1], ['batch', 'time', 'one'], 3000],
    [[null, null], ['batch', 'time'], null],
    [[null, 1, 1, 2500], ['batch', 'one', 'one', 'time'], 2500],
    [[null, null, 1], ['batch', 'time', 'one'], null],
  ])('by its input of %j', (shape, axes, length) => {
    expect(guessPorts(model(shape), 'onnx')).toMatchObject({ input: { axes, length }, classes: 5 });
  });

  it('refuses several leads and fixed batches, and says what to export', () => {
    expect(() => guessPorts(model([null, 12, 5000]), 'onnx')).toThrow(/takes 12 leads.*Export|export/s);
    expect(() => guessPorts(model([32, 1, 5000]), 'onnx')).toThrow(/32 records at a time.*free batch size/s);
  });
});

describe('files of networks that are none', () => {
  it.each([
    ['net.pt', 'torch.onnx.export'],
    ['net.keras', 'model.export'],
    ['net.tflite', 'tf2onnx'],
    ['net.mat', 'exportONNXNetwork'],
    ['net.pkl', 'runs code'],
    ['net.txt', 'none of the networks'],
  ])('%s is named, with the way to export it', (name, said) => {
    const path = join(folder, name);
    writeFileSync(path, 'something');
    expect(() => recogniseNetwork(path)).toThrow(said);
  });
});
