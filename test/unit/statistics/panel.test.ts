import { describe, expect, it } from 'vitest';
import { summarisePanel } from '../../../src-main/statistics/summaries/summarise-panel.ts';
import { summariseThresholds } from '../../../src-main/statistics/summaries/summarise-thresholds.ts';
import { PANEL_FIELDS } from '../../../src-shared/study/panel-fields.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { THRESHOLD_FIELDS } from '../../../src-shared/study/threshold-fields.ts';
import { atOnce } from '../../helpers/at-once.ts';
import { answers } from './sample-answers.ts';

/** One reader's `correct` of 20 right, of records of the arm's own or of all arms. */
const read = (reader: number, correct: number, changes: Partial<ResultRow> = {}): ResultRow[] =>
  answers(correct, 20, { reader: `R${reader}`, session_id: `session ${reader}`, ...changes }).map((row, i) => ({
    ...row,
    record: `A${i}`,
  }));
const panel = (rows: readonly ResultRow[]) => atOnce(summarisePanel(rows));
const NUMBERS = [12, 15, 11, 17, 14, 20];

describe('the table over all readers', () => {
  it('takes six readers as a sample, and says how far they differ', () => {
    const [row, ...others] = panel(NUMBERS.flatMap((correct, i) => read(i, correct)));
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      ...{ task: 'real', arm: 'SAP', second_arm: null, readers: 'random', reader_count: 6, case_count: 20, n: 120 },
      ...{ p_holm: null, virtual: 0 },
    });
    expect(row?.estimate).toBeCloseTo(89 / 120, 12);
    expect(row?.ci_low).toBeLessThan(89 / 120);
    expect(row?.p_two_sided).toBeLessThan(0.05);
    expect(row?.told_apart).toBeCloseTo(0.48, 1);
    expect(row?.overdispersion_p).toBeLessThan(0.1);
    expect(Object.keys(row ?? {}).sort()).toEqual(PANEL_FIELDS.map(({ name }) => name).sort());
  });

  it('takes fewer than five as fixed, and has nothing to say of one', () => {
    const [row] = panel([...read(1, 12), ...read(2, 15, { input: 'virtual' })]);
    expect(row).toMatchObject({
      readers: 'fixed',
      reader_count: 2,
      told_apart: null,
      overdispersion_p: null,
      virtual: 1,
    });
    expect(row?.df).toBe(19);
    expect(panel(read(1, 12))).toEqual([]);
  });

  it('compares every two arms, on the same records or on others, with Holm’s method', () => {
    const arm = (name: string, more: number, prefix = ''): ResultRow[] =>
      NUMBERS.flatMap((correct, i) => read(i, Math.min(20, correct + more), { arm: name })).map((row) => ({
        ...row,
        record: prefix + row.record,
      }));
    const rows = panel([...arm('B', 0), ...arm('A', 3), ...arm('C', 3, 'other ')]);
    expect(rows.map((row) => [row.arm, row.second_arm, row.case_count])).toEqual([
      ['A', null, 20],
      ['B', null, 20],
      ['C', null, 20],
      ['A', 'B', 20],
      ['A', 'C', 40],
      ['B', 'C', 40],
    ]);
    const [ab, ac] = rows.slice(3);
    expect(ab?.estimate).toBeCloseTo((rows[0]?.estimate ?? 0) - (rows[1]?.estimate ?? 0), 12);
    expect(ab?.p_holm).toBeGreaterThan(ab?.p_two_sided ?? 1);
    expect(ac).toMatchObject({ estimate: 0, told_apart: null });
    expect(rows[0]?.p_holm).toBeNull();
  });

  it('counts the real and the made tracing of a record as two cases where one is shown', () => {
    const [row] = panel([1, 2].flatMap((i) => read(i, 12, { question: 'is-real', answer: 'real' })));
    expect(row?.case_count).toBe(20);
    const [both] = panel([
      ...read(1, 12, { question: 'is-real', answer: 'real', real_side: 1 }),
      ...read(2, 12, { question: 'is-real', answer: 'not-real', real_side: 2 }),
    ]);
    expect(both?.case_count).toBe(40);
  });
});

describe('the table of detection thresholds', () => {
  const budgets = (...counts: [epsilon: number, correct: number][]): ResultRow[] =>
    counts.flatMap(([epsilon, correct]) => read(1, correct, { arm: `SAP ${epsilon}`, epsilon_uv: epsilon }));
  const thresholds = (rows: readonly ResultRow[]) => atOnce(summariseThresholds(rows));

  it('says of each reader from which budget an attack is seen', () => {
    const [row, ...others] = thresholds(budgets([10, 10], [20, 13], [40, 18], [80, 20]));
    expect(others).toEqual([]);
    expect(row).toMatchObject({ reader: 'R1', task: 'real', attack: 'sap', sizes: 4, n: 80, beyond: null, virtual: 0 });
    expect(row?.threshold_uv).toBeGreaterThan(15);
    expect(row?.threshold_uv).toBeLessThan(40);
    expect(Object.keys(row ?? {}).sort()).toEqual(THRESHOLD_FIELDS.map(({ name }) => name).sort());
  });

  it('needs three budgets of one attack, one in each arm, and a choice between two tracings', () => {
    expect(thresholds(budgets([10, 10], [20, 13]))).toEqual([]);
    expect(
      thresholds([...budgets([10, 10], [20, 13], [40, 18]), ...read(1, 12, { arm: 'other SAP 40', epsilon_uv: 40 })]),
    ).toEqual([]);
    expect(
      thresholds(budgets([10, 10], [20, 13], [40, 18]).map((row) => ({ ...row, question: 'same-class' as const }))),
    ).toEqual([]);
  });
});
