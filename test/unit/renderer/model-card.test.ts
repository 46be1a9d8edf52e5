import { describe, expect, it } from 'vitest';
import type { CardMetrics } from '../../../src-shared/models/card-scores.ts';
import { cardFacts, cardScores, cardSeeds } from '../../../src-renderer/views/models/model-card.ts';

describe('a model card', () => {
  it('is shown as names and values, nested names joined, without what stands elsewhere', () => {
    const facts = cardFacts({
      architecture: 'compact',
      history: [{ epoch: 1 }],
      seconds: 2870,
      finished: true,
      data: { name: 'training2017', classes: { N: 4110, A: 607 } },
      options: { learningRate: 0.00200001, cropSamples: [6000, 9000] },
      missing: null,
    });
    expect(facts).toEqual([
      { name: 'Training, s', value: '2,870' },
      { name: 'Finished', value: 'yes' },
      { name: 'Data, name', value: 'training2017' },
      { name: 'Data, classes', value: 'N 4,110, A 607' },
      { name: 'Learning rate', value: '0.002' },
      { name: 'Crop samples', value: '6,000, 9,000' },
    ]);
  });

  it('tells of its other seeds, if there are any', () => {
    const seeds = [1, 2].map((seed) => {
      const scores = { accuracy: seed / 4, meanF1: 0.7 };
      return { seed, bestEpoch: 7, seconds: 9, validation: scores, test: scores };
    });
    const found = cardSeeds({ seeds, options: { seed: 2 } });
    expect(found.map(({ seed, own, test }) => [seed, own, test.accuracy])).toEqual([
      [1, false, 0.25],
      [2, true, 0.5],
    ]);
    expect(cardSeeds({ seeds: seeds.slice(1) })).toEqual([]);
    expect(cardSeeds({})).toEqual([]);
  });

  it('gives its scores with their intervals, and does not repeat them among the facts', () => {
    const scores = {
      records: 4,
      accuracy: 0.75,
      f1: { N: 1, A: 1, O: 0, '~': 0 },
      meanF1: 0.667,
      confusion: [1, 1, 1, 1].map(() => [1, 0, 0, 0]),
    };
    const intervals: CardMetrics['intervals'] = { accuracy: [0.6, 0.9], f1: { N: [0.92, 0.94] } };
    const card = { validation: scores, test: { ...scores, intervals }, seed: 1, description: 'A net.' };
    const found = cardScores(card);
    expect(found.map(({ name, metrics }) => [name, metrics.accuracy, metrics.intervals])).toEqual([
      ['test', 0.75, intervals],
      ['validation', 0.75, undefined],
    ]);
    expect(cardFacts(card)).toEqual([{ name: 'Seed', value: '1' }]);
  });
});
