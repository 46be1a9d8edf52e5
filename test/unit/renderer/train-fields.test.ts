import { describe, expect, it } from 'vitest';
import { trainOptionsSchema } from '../../../src-shared/models/train-options.ts';
import { trainCommand } from '../../../src-renderer/views/models/trainings/train-command.ts';
import { numberFields } from '../../../src-renderer/views/models/trainings/train-fields.ts';

describe('the form of a training', () => {
  it('has a field with a sentence for every number of the options', () => {
    const numbers = Object.entries(trainOptionsSchema.parse({})).filter(([, value]) => typeof value === 'number');
    const fields = numberFields();
    expect(fields.map(({ key }) => key).sort()).toEqual(numbers.map(([key]) => key).sort());
    for (const field of fields) expect(field.hint, field.key).toMatch(/\.$/);
  });

  it('takes the limits from the schema', () => {
    expect(numberFields().find(({ key }) => key === 'epochs')).toMatchObject({ min: 1, max: 10_000, step: 1 });
    expect(numberFields().find(({ key }) => key === 'learningRate')).toMatchObject({ max: 1, step: 'any' });
  });

  it('says how the command line trains the same', () => {
    const model = 'compact' as const;
    const plain = {
      dataset: 'd',
      name: '',
      model,
      seeds: [1],
      numbers: {},
      augment: true,
      startFrom: undefined,
      teachers: [],
    };
    expect(trainCommand(plain)).toBe('train --model compact --dataset d --seed 1');
    const numbers = { towers: 3, teacherShare: 0.4, epochs: 40 };
    expect(trainCommand({ ...plain, seeds: [1, 2], numbers, teachers: ['a', 'b c'] })).toBe(
      "train --model compact --dataset d --seeds 1,2 --towers 3 --teacher-share 0.4 --teachers 'a,b c'",
    );
    const robust = { adversaryMicrovolts: 10, tradesBeta: 6, labelSmoothing: 0 };
    expect(trainCommand({ ...plain, numbers: robust, augment: false, startFrom: 'my net' })).toBe(
      "train --model compact --dataset d --seed 1 --label-smoothing 0 --adversary-microvolts 10 --trades-beta 6 --no-augment --start-from 'my net'",
    );
  });
});
