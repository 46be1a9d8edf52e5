import { resolve } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { defaultTrainOptions } from '../../../src-shared/models/train-options.ts';
import { forkHelper } from '../../../src-main/jobs/tasks/training/forked-helper.ts';
import { openSharedLearner, type SharedLearner } from '../../../src-main/jobs/tasks/training/shared-learner.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { buildCompact } from '../../../src-main/ml/models/compact.ts';
import { flatten, layoutOf } from '../../../src-main/ml/network/parameters.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';
import type { StepResult, TrainingBatch } from '../../../src-main/ml/training/train-step.ts';

const WORKER = resolve(import.meta.dirname, '../../../src-main/jobs/worker.ts');

await openEngine();
const stages = [4, 4, 4].map((filters) => ({ filters, blocks: 1 }));
const model = buildCompact(3, { towers: 3, stages, classes: 4 });
const flat = flatten(layoutOf(model.weights), model.weights);
const options = {
  ...defaultTrainOptions(),
  seed: 7,
  classCopies: [1, 1, 1, 1],
  adversaryMicrovolts: 5,
  adversarySteps: 1,
};
const random = generatorFor(1);
/** One for each head, the last of them with a teacher. */
const batches = [1, 2, 3].map((head): TrainingBatch => {
  const x = Float32Array.from({ length: 4 * 600 }, () => 200 * gaussian(random));
  const softTargets = { probabilities: [0, 1, 2, 3].map(() => [0.1, 0.2, 0.3, 0.4]), share: 0.5 };
  return { x, labels: [0, 1, 2, 3], ...(head === 3 ? { softTargets } : {}) };
});

const opened: SharedLearner[] = [];
afterEach(() => opened.splice(0).forEach((learner) => learner.close()));

async function open(processes: number, workerPath = WORKER): Promise<SharedLearner> {
  const learner = await openSharedLearner(model, options, processes, workerPath);
  opened.push(learner);
  return learner;
}

async function twoSteps(learner: SharedLearner): Promise<StepResult[]> {
  return [
    await learner.step(flat, batches, { epoch: 2, step: 0 }),
    await learner.step(flat, batches, { epoch: 2, step: 1 }),
  ];
}

it('two processes and more give the numbers of one, dropped channels too', async () => {
  const expected = await twoSteps(await open(1));
  expect(expected[0]?.gradient.some((slope) => slope !== 0)).toBe(true);
  expect(expected[0]?.gradient).not.toEqual(expected[1]?.gradient);
  expect(await twoSteps(await open(2))).toEqual(expected);
  expect(await twoSteps(await open(5))).toEqual(expected);
});

it('one process trains alone where no helper starts, and says so', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const learner = await open(2, '/nowhere/worker.ts');
  const text = said.mock.calls.join('');
  said.mockRestore();
  expect(text).toContain('one process trains alone');
  expect(await twoSteps(learner)).toEqual(await twoSteps(await open(1)));
});

it('a helper that is gone is an error for whoever waits and whoever asks', async () => {
  const helper = forkHelper(WORKER);
  const { answer } = await helper.ask({ type: 'help', model, heads: [0], options });
  helper.close();
  await expect(answer).rejects.toThrow('A helper process of the training ended (killed');
  await expect(helper.ask({ type: 'help', model, heads: [0], options })).rejects.toThrow('ended (killed');
});
