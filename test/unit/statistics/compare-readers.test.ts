import { atOnce } from '../../helpers/at-once.ts';
import { describe, expect, it } from 'vitest';
import { compareReaders } from '../../../src-main/statistics/summaries/compare-readers.ts';
import { AGREEMENT_FIELDS } from '../../../src-shared/study/agreement-fields.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { expectClose } from './close.ts';
import { BASE } from './sample-answers.ts';

/** One reader's answers to a same-class task, s for same and d for different, trial by trial. */
const reader = (name: string, given: string, changes: Partial<ResultRow> = {}): ResultRow[] =>
  [...given].map((letter, i) => ({
    ...BASE,
    ...{ reader: name, session_id: `session of ${name}`, task: 'same', question: 'same-class', pair_id: `pair ${i}` },
    ...{ chosen_side: null, answer: letter === 's' ? 'same' : 'different' },
    ...changes,
  }));

describe('the agreement of readers', () => {
  it('of two is Cohen’s: 20 and 15 alike, 5 and 10 apart of 50', () => {
    const first = 's'.repeat(25) + 'd'.repeat(25);
    const second = 's'.repeat(20) + 'd'.repeat(5) + 's'.repeat(10) + 'd'.repeat(15);
    const [row, ...others] = atOnce(compareReaders([...reader('A', first), ...reader('B', second)]));
    expect(others).toEqual([]);
    expect(row).toMatchObject({ readers: 'A; B', reader_count: 2, n: 50, virtual: 0 });
    expectClose(row?.observed ?? NaN, 0.7);
    expectClose(row?.kappa ?? NaN, 0.4);
    expectClose(row?.pabak ?? NaN, 0.4);
    expect(row?.kappa_low).toBeLessThan(0.4);
    expect(row?.kappa_high).toBeGreaterThan(0.4);
  });

  it('has an interval that ends where κ does', () => {
    const [below] = atOnce(compareReaders([...reader('A', 'ssd'), ...reader('B', 'dss')]));
    expectClose(below?.kappa ?? NaN, -0.5);
    expect(below?.kappa_low).toBe(-1);
    const [above] = atOnce(compareReaders([...reader('A', 'sssddd'), ...reader('B', 'sssdds')]));
    expectClose(above?.kappa ?? NaN, 2 / 3);
    expect(above?.kappa_high).toBe(1);
  });

  it('of three is every pair, and Fleiss’ of all', () => {
    const rows = atOnce(compareReaders([...reader('A', 'ssdd'), ...reader('B', 'ssds'), ...reader('C', 'sddd')]));
    expect(rows.map((row) => row.readers)).toEqual(['A; B', 'A; C', 'B; C', 'A; B; C']);
    const all = rows.at(-1);
    // Trials 1 and 3: all alike; 2 and 4: two of three, one agreeing pair of three. Six of twelve answers are "same".
    expectClose(all?.observed ?? NaN, (1 + 1 / 3 + 1 + 1 / 3) / 4);
    expectClose(all?.kappa ?? NaN, (2 / 3 - 0.5) / 0.5);
    expect(all).toMatchObject({ reader_count: 3, kappa_se: null, ac1: null });
  });

  it('counts only trials that all of them answered, and says nothing where there are none', () => {
    expect(atOnce(compareReaders([...reader('A', 'ssdd'), ...reader('B', 'ss')]))[0]?.n).toBe(2);
    const elsewhere = reader('B', 's').map((row) => ({ ...row, pair_id: 'another' }));
    expect(atOnce(compareReaders([...reader('A', 'ss'), ...elsewhere]))).toEqual([]);
    expect(atOnce(compareReaders(reader('A', 'ssdd')))).toEqual([]);
  });

  it('of single tracings compares what both saw: the real tracing of a pair is not the made one', () => {
    const single = (name: string, side: 1 | 2): ResultRow[] =>
      reader(name, 's', { question: 'is-real', answer: side === 1 ? 'real' : 'not-real', real_side: side });
    expect(atOnce(compareReaders([...single('A', 1), ...single('B', 1)]))[0]).toMatchObject({ n: 1, observed: 1 });
    expect(atOnce(compareReaders([...single('A', 1), ...single('B', 2)]))).toEqual([]);
  });

  it('counts a pair once, however many rounds show it', () => {
    const twice = (name: string): ResultRow[] => [...reader(name, 'sd'), ...reader(name, 'sd', { round: 2 })];
    expect(atOnce(compareReaders([...twice('A'), ...twice('B')]))[0]?.n).toBe(2);
  });

  it('has no κ where both said the same throughout, and PABAK and AC1 all the same', () => {
    const [row] = atOnce(compareReaders([...reader('A', 'ssss'), ...reader('B', 'ssss', { input: 'virtual' })]));
    expect(row).toMatchObject({ observed: 1, kappa: null, kappa_low: null, pabak: 1, ac1: 1, virtual: 1 });
    expect(Object.keys(row ?? {}).sort()).toEqual(AGREEMENT_FIELDS.map(({ name }) => name).sort());
  });
});
