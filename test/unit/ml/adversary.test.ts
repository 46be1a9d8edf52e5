import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { parseTrainOptions } from '../../../src-shared/models/train-options.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { saveModel } from '../../../src-main/ml/files/save-model.ts';
import { evaluationMode, forward } from '../../../src-main/ml/network/forward.ts';
import { parseGraph } from '../../../src-main/ml/network/graph.ts';
import { learningHeads } from '../../../src-main/ml/network/heads.ts';
import { flatten, layoutOf, weightTensors } from '../../../src-main/ml/network/parameters.ts';
import { attackedLogits, worstNearby } from '../../../src-main/ml/training/adversary.ts';
import { initialModel, startFrom } from '../../../src-main/ml/training/start-from.ts';
import { train } from '../../../src-main/ml/training/train.ts';
import { lossAndGradient } from '../../../src-main/ml/training/train-step.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { settledModel, smallModel, someSignal } from './small-model.ts';

await openEngine();
const options = parseTrainOptions({ adversaryMicrovolts: 20, adversarySteps: 4, labelSmoothing: 0 });

describe('the adversary of a training', () => {
  it('goes where the loss is largest, and never farther than it may', () => {
    const x = tf.tensor2d([[0, 100, -100]]);
    const before = tf.memory().numTensors;
    // Largest at (∞, −∞, 115): the last is reached within the ball, the others lie at its border.
    const loss = (at: tf.Tensor2D): tf.Scalar => {
      const [a, b, c] = tf.split(at, 3, 1) as [tf.Tensor, tf.Tensor, tf.Tensor];
      return tf.sum(tf.sub(tf.sub(a, b), tf.square(tf.add(c, 115))));
    };
    const found = worstNearby(x, loss, { ...options, adversarySteps: 40 }, generatorFor(1));
    const [a, b, c] = found.dataSync();
    expect([a, b]).toEqual([20, 80]);
    expect(c).toBeGreaterThanOrEqual(-120);
    expect(Math.abs((c as number) + 115)).toBeLessThan(2);
    found.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('makes a step harder; TRADES without weight is the plain step', async () => {
    const model = settledModel(3);
    // Without dropout, whose draws would differ too.
    const graph = parseGraph(model.topology);
    const nodes = graph.nodes.map((node) => (node.op === 'dropout' ? { ...node, rate: 0 } : node));
    const heads = learningHeads({ ...graph, nodes }, model.weights);
    const flat = flatten(layoutOf(model.weights), model.weights);
    const batch = { x: someSignal(6 * 600, 5), labels: [0, 1, 2, 3, 0, 1] };
    const step = (given: Partial<typeof options>): ReturnType<typeof lossAndGradient> =>
      lossAndGradient(heads, flat, batch, { ...options, ...given }, () => generatorFor(1));
    const before = tf.memory().numTensors;
    const plain = await step({ adversaryMicrovolts: 0 });
    const hard = await step({});
    const trades = await step({ tradesBeta: 6 });
    const weightless = await step({ tradesBeta: 1e-6 });
    expect(tf.memory().numTensors).toBe(before);
    expect(hard.loss).toBeGreaterThan(plain.loss + 0.01);
    expect(trades.loss).toBeGreaterThan(plain.loss + 0.01);
    expect(weightless.loss).toBeCloseTo(plain.loss, 4);
    weightless.gradient.forEach((value, i) => expect(value).toBeCloseTo(plain.gradient[i] as number, 3));
    expect(hard.gradient).not.toEqual(plain.gradient);
  });

  it('makes a model withstand what fools a plain one, and chooses its epoch by that', async () => {
    // A fine ripple tells the classes apart without fail, and a slow wave nine times in ten: only the wave is large.
    const random = generatorFor(4);
    const records = (count: number) =>
      Array.from({ length: count }, (_, i) => {
        const label = i % 2 === 0 ? (0 as const) : (1 as const);
        const slow = i % 20 < 2 ? 1 - label : label;
        const samples = Int16Array.from({ length: 300 }, (_, t) => {
          const wave = (slow === 0 ? 150 : 50) * Math.sin(t / 12);
          return Math.round(wave + (label === 0 ? 12 : -12) * (t % 2 === 0 ? 1 : -1) + 5 * gaussian(random));
        });
        return { samples, label };
      });
    const data = { train: records(40), validation: records(20) };
    const given = {
      epochs: 8,
      batchSize: 8,
      cropSamples: [300],
      learningRate: 0.02,
      averageDecay: 0.8,
      labelSmoothing: 0,
    };
    const plainly = parseTrainOptions({ ...given, augment: false, classCopies: [1, 1, 1, 1] });
    const attackedShare = async (robust: boolean): Promise<number> => {
      const how = robust ? { adversaryMicrovolts: 30, adversarySteps: 4 } : {};
      const { model, history, bestEpoch } = await train({ ...plainly, ...how }, data, { initial: smallModel(1) });
      expect(history.every(({ attacked }) => (attacked !== undefined) === robust)).toBe(true);
      const kept = history[bestEpoch - 1];
      if (robust) {
        const best = Math.max(...history.map(({ attacked }) => (attacked ? attacked.meanF1 + attacked.accuracy : 0)));
        expect((kept?.attacked?.meanF1 ?? 0) + (kept?.attacked?.accuracy ?? 0)).toBe(best);
      }
      const weights = weightTensors(model.weights);
      const graph = parseGraph(model.topology);
      const x = tf.tensor2d(data.validation.map(({ samples }) => [...samples]));
      const attack = { adversaryMicrovolts: 30, adversarySteps: 10 };
      const logits = tf.tidy(() =>
        attackedLogits((at) => forward(graph, weights, at, evaluationMode), x, attack, generatorFor(9)),
      );
      const found = tf.argMax(logits, 1).dataSync();
      tf.dispose([x, logits, ...weights.values()]);
      return data.validation.filter(({ label }, i) => found[i] === label).length / data.validation.length;
    };
    const robust = await attackedShare(true);
    const plain = await attackedShare(false);
    expect(robust).toBeGreaterThan(0.7);
    expect(plain).toBeLessThan(0.5);
  });
});

describe('a training that starts from a model', () => {
  it('begins with its weights, and refuses another network by the first weights that differ', async () => {
    const folder = temporaryFolder();
    const made = parseTrainOptions({ model: 'tiny', seed: 2 });
    mkdirSync(join(folder, 'tiny'));
    await saveModel(join(folder, 'tiny'), initialModel(made));
    const begun = startFrom(join(folder, 'tiny'), 'first', { ...made, seed: 5 });
    expect(begun.weights).toEqual(initialModel(made).weights);
    expect(begun.weights).not.toEqual(initialModel({ ...made, seed: 5 }).weights);
    expect(() => startFrom(join(folder, 'tiny'), 'first', { ...made, classCopies: [1, 1] })).toThrow(
      /cannot start from "first": for tiny with these options, ".+" is \d+ × 2, and the model has \d+ × 4 there\. Choose/,
    );
    expect(() => startFrom(join(folder, 'tiny'), 'first', parseTrainOptions({ model: 'compact' }))).toThrow(
      /cannot start from "first": for compact/,
    );
  });
});
