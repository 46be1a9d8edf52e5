import { expect, it } from 'vitest';
import { estimateTraining } from '../../../src-main/ml/training/estimate-training.ts';
import { parseTrainOptions } from '../../../src-shared/models/train-options.ts';

it('counts the towers that several processes share once', async () => {
  const options = parseTrainOptions({
    model: 'compact',
    epochs: 3,
    batchSize: 4,
    cropSamples: [600],
    classCopies: [1, 1, 1, 1],
  });
  const labels = Array.from({ length: 40 }, (_, i) => (i % 4) as 0 | 1 | 2 | 3);
  for (const [processes, share] of [
    [1, 1],
    [2, 1 / 2],
    [8, 1 / 2], // two towers are for two processes, not for more
  ] as const) {
    const estimate = await estimateTraining(options, labels, 11, processes);
    const perRecord = estimate.timedSeconds / estimate.timedRecords;
    expect(estimate.stepsPerEpoch).toBe(10);
    expect(estimate.secondsPerEpoch).toBeCloseTo(perRecord * (share * 40 + (40 + 11) / 3), 6);
    expect(estimate.seconds).toBeCloseTo(3 * estimate.secondsPerEpoch, 6);
  }
}, 60_000);
