import { describe, expect, it } from 'vitest';
import { summariseResponses } from '../../../src-main/statistics/summaries/summarise-responses.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { SUMMARY_FIELDS } from '../../../src-shared/study/summary-fields.ts';
import { expectClose } from './close.ts';
import { answers } from './sample-answers.ts';

const MARGIN = { similarityMargin: 0.6, planned: () => 100 };

describe('the summary', () => {
  it('gives the exact figures of the paper’s better reader: 65 of 100', () => {
    const [row] = summariseResponses(answers(65, 100), MARGIN);
    expect(row).toMatchObject({ n: 100, correct: 65, proportion: 0.65, similarity_margin: 0.6, indistinguishable: 0 });
    expectClose(row?.p_two_sided ?? NaN, 0.0035176417229701587);
    expectClose(row?.ci_low ?? NaN, 0.5481506381760306);
    expectClose(row?.ci_high ?? NaN, 0.7427062214685488);
    expectClose(row?.wilson_low ?? NaN, 0.5525444329688796);
    expectClose(row?.d_prime ?? NaN, 0.5449254294535089);
    expectClose(row?.similarity_upper ?? NaN, 0.7292455381884444);
  });

  it('claims "cannot be told apart" by the protocol’s margin only', () => {
    const verdict = (margin: number) =>
      summariseResponses(answers(51, 100), { ...MARGIN, similarityMargin: margin })[0];
    expect(verdict(0.6)?.indistinguishable).toBe(1);
    expect(verdict(0.55)?.indistinguishable).toBe(0);
  });

  it('gives no verdict before the arm is complete, whatever the bound', () => {
    const [early] = summariseResponses(answers(20, 60), MARGIN);
    expect(early).toMatchObject({ n: 60, planned: 100, complete: 0, indistinguishable: null });
    expect(early?.similarity_upper).toBeLessThan(0.6);
    expect(summariseResponses(answers(40, 100), MARGIN)[0]).toMatchObject({ complete: 1, indistinguishable: 0 });
    expect(summariseResponses(answers(50, 100), MARGIN)[0]).toMatchObject({ complete: 1, indistinguishable: 1 });
  });

  it('asks the study for the trials of each arm of each task', () => {
    const planned = (task: string, arm: string): number => (task === 'real' && arm === 'SAP' ? 4 : 9);
    const rows = [...answers(2, 4), ...answers(2, 4, { arm: 'PGD' }), ...answers(2, 4, { task: 'later' })];
    const summary = summariseResponses(rows, { ...MARGIN, planned });
    expect(summary.map(({ task, arm, complete }) => `${task} ${arm} ${complete}`)).toEqual([
      'real PGD 0',
      'real SAP 1',
      'later SAP 0',
    ]);
  });

  it('keeps readers, sessions, tasks and arms apart and pools none of them', () => {
    const rows = [
      ...answers(3, 6, { reader: 'B', session_id: 's1', arm: 'SAP' }),
      ...answers(6, 6, { reader: 'B', session_id: 's1', arm: 'PGD' }),
      ...answers(4, 6, { reader: 'B', session_id: 's1', arm: 'SAP', task: 'second' }),
      ...answers(5, 6, { reader: 'A', session_id: 's2', arm: 'SAP' }),
      ...answers(2, 6, { reader: 'A', session_id: 's3', arm: 'SAP' }),
    ];
    const summary = summariseResponses(rows, MARGIN);
    const short = summary.map((row) => [row.reader, row.session_id, row.task, row.arm, row.correct].join(' '));
    expect(short).toEqual([
      'B s1 real PGD 6',
      'B s1 real SAP 3',
      'B s1 second SAP 4',
      'A s2 real SAP 5',
      'A s3 real SAP 2',
    ]);
    expect(summary.every((row) => row.n === 6)).toBe(true);
  });

  it('does not depend on the order in which the arms were mixed', () => {
    const rows = [...answers(3, 6, { arm: 'SAP' }), ...answers(6, 6, { arm: 'PGD' })];
    expect(summariseResponses(rows.toReversed(), MARGIN)).toEqual(summariseResponses(rows, MARGIN));
  });

  it('leaves out what the question same-class does not ask', () => {
    const rows = answers(246, 250, { question: 'same-class' }).map((row) => ({ ...row, chosen_side: null }));
    const [row] = summariseResponses(rows, MARGIN);
    expect(row).toMatchObject({ n: 250, correct: 246, d_prime: null, similarity_upper: null, indistinguishable: null });
    expect(row).toMatchObject({ p_two_sided: null, upper_chosen: null, side_bias_c: null, side_bias_p: null });
    expectClose(row?.ci_low ?? NaN, 0.9595426193679008);
  });

  it('shows a reader who always answers 1 by the side bias, not by the proportion', () => {
    const rows = answers(10, 20).map((row): ResultRow => ({
      ...row,
      chosen_side: 1,
      real_side: row.correct === 1 ? 1 : 2,
    }));
    const [row] = summariseResponses(rows, MARGIN);
    expect(row).toMatchObject({ proportion: 0.5, upper_chosen: 20 });
    expect(row?.side_bias_c).toBeLessThan(-1);
    expectClose(row?.side_bias_p ?? NaN, 2 * 0.5 ** 20);
  });

  it('counts flagged trials once each and drops none', () => {
    const rows = answers(2, 4);
    Object.assign(rows[0] as ResultRow, { focus_lost: 2, interrupted: 1 });
    Object.assign(rows[2] as ResultRow, { focus_lost: 1 });
    Object.assign(rows[3] as ResultRow, { interrupted: 1 });
    expect(summariseResponses(rows, MARGIN)[0]).toMatchObject({ n: 4, correct: 2, flagged: 3 });
  });

  it('gives the share again without flagged trials', () => {
    const rows = answers(7, 12).map((row, i): ResultRow => ({ ...row, fast: i < 2 ? 1 : 0 }));
    const [row] = summariseResponses(rows, MARGIN);
    expect(row).toMatchObject({ n: 12, correct: 7, n_unflagged: 10, correct_unflagged: 5, proportion_unflagged: 0.5 });
    const [alone] = summariseResponses(rows.slice(2), MARGIN);
    expect([row?.p_unflagged, row?.ci_low_unflagged, row?.ci_high_unflagged]).toEqual([
      alone?.p_two_sided,
      alone?.ci_low,
      alone?.ci_high,
    ]);
    const [none] = summariseResponses(
      rows.map((each) => ({ ...each, fast: 1 })),
      MARGIN,
    );
    expect(none).toMatchObject({ n: 12, n_unflagged: 0, correct_unflagged: 0, proportion_unflagged: null });
    expect([none?.p_unflagged, none?.ci_low_unflagged, none?.ci_high_unflagged]).toEqual([null, null, null]);
  });

  it('gives response times by quartile and by correctness', () => {
    const rows = answers(2, 4).map((row, i): ResultRow => ({ ...row, response_time_ms: (i + 1) * 1000 }));
    expect(summariseResponses(rows, MARGIN)[0]).toMatchObject({
      response_time_q1_ms: 1750,
      response_time_median_ms: 2500,
      response_time_q3_ms: 3250,
      response_time_median_right_ms: 1500,
      response_time_median_wrong_ms: 3500,
    });
    expect(summariseResponses(answers(4, 4), MARGIN)[0]?.response_time_median_wrong_ms).toBeNull();
  });

  it('marks rehearsals', () => {
    expect(summariseResponses(answers(1, 2, { input: 'virtual' }), MARGIN)[0]?.virtual).toBe(1);
    expect(summariseResponses(answers(1, 2), MARGIN)[0]?.virtual).toBe(0);
  });

  it('is empty without responses', () => {
    expect(summariseResponses([], MARGIN)).toEqual([]);
  });

  it('has the declared fields, each of them and no other', () => {
    const [row] = summariseResponses(answers(3, 6), MARGIN);
    expect(Object.keys(row ?? {}).sort()).toEqual(SUMMARY_FIELDS.map((field) => field.name).sort());
  });
});
