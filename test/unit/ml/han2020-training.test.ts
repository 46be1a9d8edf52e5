import { totalmem } from 'node:os';
import { expect, it } from 'vitest';
import { parseTrainOptions } from '../../../src-shared/models/train-options.ts';
import { paddedRecord } from '../../../src-main/ml/training/augment.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { trainingBatches, type LabelledSignal } from '../../../src-main/ml/training/epoch-batches.ts';
import { estimateTraining } from '../../../src-main/ml/training/estimate-training.ts';
import { parseGraph } from '../../../src-main/ml/network/graph.ts';
import { buildModel } from '../../../src-main/ml/models/index.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';
import { train } from '../../../src-main/ml/training/train.ts';
import { checkMemory, trainingBytes } from '../../../src-main/ml/training/training-memory.ts';

const engine = await openEngine();
const options = parseTrainOptions({ model: 'han2020', width: 0.02, batchSize: 4, epochs: 4, learningRate: 0.02 });

/** Slow waves and fast ones, among noise. */
function rhythms(count: number, seed: number): LabelledSignal[] {
  const random = generatorFor(seed);
  return Array.from({ length: count }, (_, i) => ({
    samples: Int16Array.from({ length: 3000 + 10 * i }, (_, t) => {
      return 300 * Math.sin(t / (i % 2 === 0 ? 5 : 40)) + 30 * gaussian(random);
    }),
    label: i % 2 === 0 ? 0 : 2,
  }));
}

it('the options are those of the paper: Adam at 1e-3, 64 whole records a step, Noise six times and AF twice', () => {
  expect(parseTrainOptions({ model: 'han2020' })).toMatchObject({
    epochs: 200,
    batchSize: 64,
    learningRate: 0.001,
    weightDecay: 0,
    labelSmoothing: 0,
    averageDecay: 0,
    classCopies: [1, 2, 1, 6],
    cropSamples: [18_000],
    augment: false,
    width: 1,
  });
});

it('records come whole and as they are, in the middle of zeros; a longer one is cut to its first samples', () => {
  const out = new Float32Array(6).fill(9);
  paddedRecord(Int16Array.of(1, 2, 3), out);
  expect([...out]).toEqual([0, 1, 2, 3, 0, 0]);
  paddedRecord(Int16Array.of(1, 2, 3, 4, 5, 6, 7), out);
  expect([...out]).toEqual([1, 2, 3, 4, 5, 6]);
  const [record] = rhythms(1, 1) as [LabelledSignal];
  const [batch] = [...trainingBatches([record], { ...options, batchSize: 1, classCopies: [1, 1, 1, 1] }, 0)];
  expect(batch!.x.length).toBe(18_000);
  expect([...batch!.x.subarray(7500, 10_500)]).toEqual([...record.samples]);
  expect(batch!.x.every((value, i) => (i >= 7500 && i < 10_500) || value === 0)).toBe(true);
});

it.runIf(engine.name === 'native')(
  'it learns: at a small width the loss falls within a few steps',
  async () => {
    const losses: number[] = [];
    const { history, model } = await train(
      options,
      { train: rhythms(16, 1), validation: rhythms(4, 2) },
      { onProgress: ({ loss, step }) => step === 1 && losses.push(loss) },
    );
    // Four classes: a guess costs ln 4.
    expect(losses[0]).toBeCloseTo(Math.log(4), 1);
    expect(history.at(-1)!.loss).toBeLessThan(history[0]!.loss - 0.15);
    expect(model.weights.find(({ name }) => name === 'conv5/kernel')?.shape).toEqual([16, 5, 5]);
  },
  90_000,
);

it('says before it starts how long it will take and what memory it needs', async () => {
  const labels = Array.from({ length: 100 }, (_, i) => (i % 4) as 0 | 1 | 2 | 3);
  const estimate = await estimateTraining(options, labels, 12, 2);
  // 25 of each class: 25 · (1 + 2 + 1 + 6) in steps of four.
  expect(estimate.stepsPerEpoch).toBe(62);
  const perRecord = estimate.timedSeconds / estimate.timedRecords;
  // 62 steps of four records, and 25 batches and 12 records that only go forward.
  expect(estimate.secondsPerEpoch).toBeCloseTo(perRecord * (62 * 4 + (100 + 12) / 3), 6);
  expect(estimate.seconds).toBeCloseTo(4 * estimate.secondsPerEpoch, 6);
  expect(estimate.bytes).toBeGreaterThan(5e8);
}, 60_000);

it('a step that the memory cannot hold is refused, with a batch size that would do', () => {
  const model = buildModel('han2020', 1, { width: 0.02 });
  const graph = parseGraph(model.topology);
  const large = { ...options, batchSize: 1024, cropSamples: [18_000] };
  const one = trainingBytes(graph, model, { ...large, batchSize: 1 });
  const each = trainingBytes(graph, model, { ...large, batchSize: 2 }) - one;
  const most = Math.floor((totalmem() - one) / each) + 1;
  expect(() => checkMemory(graph, model, { ...large, batchSize: most })).not.toThrow();
  expect(() => checkMemory(graph, model, { ...large, batchSize: most + 2 })).toThrow(
    new RegExp(
      `needs about [\\d.]+ GB of memory, .* Lower the batch size to (${most - 1}|${most}) or less, take a smaller width`,
    ),
  );
});

it('a width of a model that has only one is refused', () => {
  expect(() => buildModel('compact', 1, { width: 0.5 })).toThrow(
    /The model compact has only one width\. Leave out the width of 0\.5/,
  );
});
