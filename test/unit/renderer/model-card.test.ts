import { describe, expect, it } from 'vitest';
import { cardFacts, cardInterval } from '../../../src-renderer/views/models/model-card.ts';

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

  it('gives the interval of a score where it has one', () => {
    const card = { intervals: { accuracy: [0.86, 0.9], f1: { N: [0.92, 0.94], '~': 'unknown' } } };
    expect(cardInterval(card, 'accuracy')).toEqual([0.86, 0.9]);
    expect(cardInterval(card, 'f1.N')).toEqual([0.92, 0.94]);
    expect(cardInterval(card, 'f1.~')).toBeUndefined();
    expect(cardInterval({}, 'accuracy')).toBeUndefined();
  });
});
