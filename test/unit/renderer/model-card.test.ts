import { describe, expect, it } from 'vitest';
import { cardFacts, cardScores, intervalOf } from '../../../src-renderer/views/models/model-card.ts';

describe('a model card', () => {
  it('is shown as names and values, nested names joined, without what stands elsewhere', () => {
    const facts = cardFacts({
      architecture: 'compact',
      history: [{ epoch: 1 }],
      batchSize: 32,
      data: { name: 'training2017', split: 'han2020' },
      options: { learningRate: 0.00200001, cropSamples: [6000, 9000] },
      missing: null,
    });
    expect(facts).toEqual([
      { name: 'Batch size', value: '32' },
      { name: 'Data, name', value: 'training2017' },
      { name: 'Data, split', value: 'han2020' },
      { name: 'Options, learning rate', value: '0.002' },
      { name: 'Options, crop samples', value: '6000, 9000' },
    ]);
  });

  it('gives its scores with their intervals, and does not repeat them among the facts', () => {
    const scores = {
      records: 4,
      accuracy: 0.75,
      f1: { N: 1, A: 1, O: 0, '~': 0 },
      meanF1: 0.667,
      confusion: [1, 1, 1, 1].map(() => [1, 0, 0, 0]),
    };
    const intervals = { accuracy: [0.6, 0.9], f1: { N: [0.92, 0.94], '~': 'unknown' } };
    const card = { test: { ...scores, intervals }, validation: scores, seed: 1 };
    const found = cardScores(card);
    expect(found.map(({ name, metrics }) => [name, metrics.accuracy])).toEqual([
      ['test', 0.75],
      ['validation', 0.75],
    ]);
    expect(intervalOf(found[0]?.intervals, 'accuracy')).toEqual([0.6, 0.9]);
    expect(intervalOf(found[0]?.intervals, 'f1.N')).toEqual([0.92, 0.94]);
    expect(intervalOf(found[0]?.intervals, 'f1.~')).toBeUndefined();
    expect(intervalOf(found[1]?.intervals, 'accuracy')).toBeUndefined();
    expect(cardFacts(card)).toEqual([{ name: 'Seed', value: '1' }]);
  });
});
