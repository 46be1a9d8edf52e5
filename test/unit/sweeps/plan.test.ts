import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { attacksOfPlan, parseSweepPlan } from '../../../src-shared/sweeps/plan.ts';

const parse = (plan: object) => parseSweepPlan(JSON.stringify(plan), 'plan.json');
const plan = { models: ['tiny'], attacks: [{ method: 'fgsm' }] };

describe('the plan of a sweep', () => {
  it('in docs/several-machines.md is one', () => {
    const page = readFileSync(new URL('../../../docs/several-machines.md', import.meta.url), 'utf8');
    const text = /```json\n(.*?)```/s.exec(page)?.[1] ?? '';
    const { epsilonUnits, attacks } = parseSweepPlan(text, 'the page');
    expect(attacks.length).toBeGreaterThan(1);
    expect(epsilonUnits?.length).toBeGreaterThan(1);
  });

  it('has every attack with every budget once, and a preset as what it stands for', () => {
    const attacks = attacksOfPlan(
      parse({
        ...plan,
        attacks: ['han2020-fgsm', { method: 'fgsm' }, { method: 'fgsm', seed: 1 }],
        epsilonUnits: [5, 10],
      }),
    );
    expect(attacks.map(({ target, epsilonUnits }) => [target, epsilonUnits])).toEqual([
      ['han2020', 5],
      ['han2020', 10],
      [null, 5],
      [null, 10],
    ]);
    expect(attacksOfPlan(parse({ ...plan, attacks: [{ method: 'fgsm', epsilonUnits: 3 }] }))).toMatchObject([
      { epsilonUnits: 3 },
    ]);
  });

  it.each([
    [{ ...plan, modles: [] }, 'modles is not a field of a plan'],
    [{ ...plan, models: [] }, 'models'],
    [{ ...plan, attacks: ['strongest'] }, 'attacks[0] is "strongest": it must be a method with its options'],
    [{ ...plan, attacks: [{ method: 'fgsm', stepz: 1 }] }, 'stepz'],
    [{ ...plan, epsilonUnits: [0.5] }, 'epsilonUnits[0] is 0.5: it must be at least 1'],
    [{ ...plan, recordsPerPiece: 65 }, 'recordsPerPiece is 65: it must be at most 64'],
  ])('that is wrong is refused by field and value: %j', (wrong, sentence) => {
    expect(() => parse(wrong)).toThrow(sentence);
    expect(() => parse(wrong)).toThrow('plan.json cannot be swept');
  });

  it('that is no JSON is refused by its line', () => {
    expect(() => parseSweepPlan('{\n"models": ', 'plan.json')).toThrow('plan.json, line 2: this is not JSON');
  });
});
