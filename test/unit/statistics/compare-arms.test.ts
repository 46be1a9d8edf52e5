import { describe, expect, it } from 'vitest';
import { compareArms } from '../../../src-main/statistics/summaries/compare-arms.ts';
import { ARM_COMPARISON_FIELDS } from '../../../src-shared/study/arm-comparison-fields.ts';
import { CANNOT_SAY } from '../../../src-shared/study/decisions.ts';
import { expectClose } from './close.ts';
import { answers } from './sample-answers.ts';

/** An arm whose records are numbered from `from`. */
const arm = (name: string, correct: number, n: number, from = 0, changes = {}) =>
  answers(correct, n, { arm: name, ...changes }).map((row, i) => ({ ...row, record: `A${from + i}` }));

describe('arms compared', () => {
  it('by McNemar where both show the same records', () => {
    // Right in PGD: records 0-94; right in SAP: records 0-61. 33 only in the first, none only in the second.
    const [row] = compareArms([...arm('SAP', 62, 100), ...arm('PGD', 95, 100)]);
    expect(row).toMatchObject({
      ...{ first_arm: 'PGD', second_arm: 'SAP', first_n: 100, second_n: 100, records: 'same' },
      ...{ only_first: 33, only_second: 0, difference_low: null, difference_high: null },
    });
    expectClose(row?.difference ?? NaN, 0.33);
    expectClose(row?.p_mcnemar ?? NaN, 2 * 0.5 ** 33);
    expect(row?.p_holm).toBe(row?.p_mcnemar);
  });

  it('by Newcombe where they have no record in common: 56 of 70 against 48 of 80', () => {
    const [row] = compareArms([...arm('A', 56, 70), ...arm('B', 48, 80, 1000)]);
    expect(row).toMatchObject({
      records: 'different',
      only_first: null,
      only_second: null,
      p_mcnemar: null,
      p_holm: null,
    });
    // Newcombe 1998, table II, example (a), method 10.
    expect(row?.difference_low).toBeCloseTo(0.0524, 4);
    expect(row?.difference_high).toBeCloseTo(0.3339, 4);
  });

  it('by neither where they share some records', () => {
    const [row] = compareArms([...arm('A', 5, 10), ...arm('B', 5, 10, 5)]);
    expect(row).toMatchObject({ records: 'mixed', difference: 0, difference_low: null, p_mcnemar: null });
  });

  it('by McNemar on what is decided in both, where of some records nothing could be said', () => {
    const unsaid = { answer: CANNOT_SAY, chosen_side: null, correct: null } as const;
    const first = arm('A', 8, 10).map((row, i) => (i === 0 ? { ...row, ...unsaid } : row));
    const second = arm('B', 3, 10).map((row, i) => (i === 9 ? { ...row, ...unsaid } : row));
    const [row] = compareArms([...first, ...second]);
    // Of records 1-8: right in A are 1-7, right in B are 1-2.
    expect(row).toMatchObject({
      ...{ records: 'same', first_n: 8, second_n: 8, first_proportion: 7 / 8, second_proportion: 2 / 8 },
      ...{ only_first: 5, only_second: 0, p_mcnemar: 2 * 0.5 ** 5 },
    });
    expect(compareArms([...first, ...second.map((each) => ({ ...each, ...unsaid }))])).toEqual([]);
  });

  it('never takes a foil for the ordinary pair of the same record', () => {
    const ordinary = (name: string) => arm(name, 3, 5);
    const foil = (name: string) => ordinary(name).map((row) => ({ ...row, other_record: `B${row.record}` }));
    const together = compareArms([...ordinary('A'), ...foil('A'), ...foil('B'), ...ordinary('B').toReversed()]);
    expect(together[0]).toMatchObject({ records: 'same', first_n: 10, only_first: 0, only_second: 0 });
    expect(compareArms([...ordinary('A'), ...foil('B')])[0]).toMatchObject({ records: 'different' });
  });

  it('adjusts over the pairs of a session, and keeps sessions and tasks apart', () => {
    const session = (id: string) => [
      ...arm('A', 20, 20, 0, { session_id: id }),
      ...arm('B', 10, 20, 0, { session_id: id }),
      ...arm('C', 14, 20, 0, { session_id: id }),
    ];
    const rows = compareArms([...session('one'), ...session('two'), ...arm('A', 3, 6, 0, { task: 'later' })]);
    expect(rows.map((row) => `${row.session_id} ${row.task} ${row.first_arm}${row.second_arm}`)).toEqual([
      'one real AB',
      'one real AC',
      'one real BC',
      'two real AB',
      'two real AC',
      'two real BC',
    ]);
    const p = [2 * 0.5 ** 10, 2 * 0.5 ** 6, 2 * 0.5 ** 4];
    rows.slice(0, 3).forEach((row, i) => expectClose(row.p_mcnemar ?? NaN, p[i] as number));
    rows.slice(0, 3).forEach((row, i) => expectClose(row.p_holm ?? NaN, [3 * p[0]!, 2 * p[1]!, p[2]!][i] as number));
  });

  it('has the declared fields, each of them and no other', () => {
    const [row] = compareArms([...arm('A', 3, 6), ...arm('B', 3, 6)]);
    expect(Object.keys(row ?? {}).sort()).toEqual(ARM_COMPARISON_FIELDS.map(({ name }) => name).sort());
    expect(compareArms(arm('A', 3, 6))).toEqual([]);
  });
});
