import { describe, expect, it } from 'vitest';
import { methodsText, type MethodsFacts } from '../../../src-main/report/pack/methods-text.ts';
import type { FlowRow } from '../../../src-main/report/pack/reader-flow.ts';
import { resultsText } from '../../../src-main/report/pack/results-text.ts';
import { compareArms } from '../../../src-main/statistics/summaries/compare-arms.ts';
import { summariseResponses } from '../../../src-main/statistics/summaries/summarise-responses.ts';
import { summarisePanel } from '../../../src-main/statistics/summaries/summarise-panel.ts';
import { CINC_2017_CLASSES } from '../../../src-shared/class-list.ts';
import type { PanelRow } from '../../../src-shared/study/panel-fields.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { atOnce } from '../../helpers/at-once.ts';
import { answers } from '../statistics/sample-answers.ts';
import { protocol } from './made-up-answers.ts';

/** The results section about these answers. */
const told = (rows: ResultRow[]): string =>
  resultsText({
    summary: summariseResponses(rows, { similarityMargin: 0.6, planned: () => 12 }),
    arms: compareArms(rows),
    panel: panelOf(rows),
    sessions: [],
    openedEarly: null,
  });

const panelOf = (rows: ResultRow[]) => atOnce(summarisePanel(rows));

/** Readers with these numbers right of 12 in each of the arms. */
const readers = (...counts: number[]): ResultRow[] =>
  counts.flatMap((correct, i) =>
    ['PGD', 'SAP'].flatMap((arm, a) =>
      answers(Math.min(12, correct + a), 12, { arm, reader: `R${i}`, session_id: `session ${i}` }).map((row, k) => ({
        ...row,
        record: `A${k}`,
      })),
    ),
  );

describe('the results section', () => {
  it('says what all readers together show, with the numbers of the table panel', () => {
    const rows = readers(6, 8, 11, 12, 7, 9);
    const [pgd, , both] = panelOf(rows) as [PanelRow, PanelRow, PanelRow];
    expect([pgd.arm, both.second_arm]).toEqual(['PGD', 'SAP']);
    const text = told(rows);
    expect(text).toContain(
      `Over all 6 readers, PGD: ${(100 * pgd.estimate).toFixed(1)} % of 72 answers were right (95 % interval ${(100 * pgd.ci_low!).toFixed(1)} % to ${(100 * pgd.ci_high!).toFixed(1)} %; p = ${pgd.p_two_sided!.toFixed(3)}). Readers and pairs count as random samples. The similarity test that was locked with the protocol is one of each reader: “Undecided” of 4 readers, “Told apart” of 2 readers. The interval over all readers does not lie within the locked margin (40.0 % to 60.0 %).`,
    );
    expect(text).toContain(
      `Over all 6 readers, PGD against SAP: ${(-100 * both.estimate).toFixed(1)} percentage points fewer right answers (95 % interval of the difference −`,
    );
    expect(text).not.toContain('fixed');
  });

  it('says of fewer than five readers that they are fixed, and of one nothing', () => {
    const few = told(readers(6, 8, 11));
    expect(few).toMatch(/^Over all 3 readers, PGD: .*\. There are fewer than five readers, so that readers are fixed/m);
    expect(few).not.toContain('random samples');
    expect(told(readers(6))).not.toContain('Over all');
  });

  it.each([
    { first: 6, second: 8, said: '16.7 percentage points fewer right answers, 95 % interval of the difference −' },
    { first: 8, second: 6, said: '16.7 percentage points more right answers, 95 % interval of the difference −' },
    { first: 6, second: 6, said: 'the same share of right answers, 95 % interval of the difference −' },
  ])('says by how much arms differ, and which way: $first and $second of 12', ({ first, second, said }) => {
    const arm = (name: string, correct: number) =>
      answers(correct, 12, { arm: name }).map((row, i) => ({ ...row, record: `${name}${i}` }));
    expect(told([...arm('PGD', first), ...arm('SAP', second)])).toContain(`- R1, PGD against SAP: ${said}`);
  });

  it('says what stands without flagged trials, where there are any', () => {
    const flag = (count: number) => answers(6, 12).map((row, i) => ({ ...row, fast: i < count ? 1 : 0 }) as const);
    expect(told(flag(0))).not.toContain('flagged');
    expect(told(flag(1))).toMatch(
      /1 trial of the 12 is flagged; without it, 5 of 11 right \(45\.5 %, 95 % interval 16\.7 % to 76\.6 %; p = 1\.000\)\./,
    );
    expect(told(flag(2))).toContain('2 trials of the 12 are flagged; without them, 4 of 10 right (40.0 %');
    expect(told(flag(12))).toContain('12 trials of the 12 are flagged; there is none without a flag.');
  });
});

const SESSION: FlowRow = {
  ...{ reader: 'R1', virtual: 0, began_at: '2026-01-01T00:00:00.000Z', finished_at: '2026-01-01T01:00:00.000Z' },
  ...{ answered: 12, planned: 12, withdrawn_at: null, withdrawn_reason: null },
  ...{ dropped_out_at: null, dropped_out_reason: null },
};
const AT = '2026-01-02T00:00:00.000Z';
const NOT_BEGUN: FlowRow = { ...SESSION, began_at: null, finished_at: null, answered: 0 };

it('both sections name readers who do not count, those who never began too', () => {
  const sessions: FlowRow[] = [
    SESSION,
    { ...SESSION, reader: 'R2', finished_at: null, answered: 3, withdrawn_at: AT, withdrawn_reason: 'a wrong name.' },
    { ...SESSION, reader: 'R3', finished_at: null, answered: 5, dropped_out_at: AT, dropped_out_reason: 'moved away.' },
    { ...SESSION, reader: 'R4', finished_at: null, answered: 0 },
    { ...NOT_BEGUN, reader: 'R5', withdrawn_at: AT, withdrawn_reason: 'never opened the file.' },
    { ...NOT_BEGUN, reader: 'R6' },
  ];
  const results = resultsText({ summary: [], arms: [], panel: [], openedEarly: null, sessions });
  expect(results).toContain(
    `## Readers

4 readers began, 1 finished, 1 withdrawn; 1 reader was sent a file and withdrawn before beginning; 1 reader was sent a file that had not come back.

- R2 was withdrawn with 3 of 12 answered: a wrong name.
- R3 dropped out with 5 of 12 answered: moved away.
- R4 had not finished, with 0 of 12 answered.
- R5 was withdrawn before beginning: never opened the file.
- R6 was sent a file, which had not come back.
`,
  );
  expect(resultsText({ summary: [], arms: [], panel: [], openedEarly: null, sessions: [SESSION] })).not.toContain(
    '## Readers',
  );
  expect(methods({ sessions })).toContain(
    '4 readers began; 1 finished and counts. 1 reader was withdrawn after beginning, with the reason in tables/sessions.csv. 1 reader was sent a sealed file and withdrawn before beginning, with the reason in tables/sessions.csv. 1 reader was sent a sealed file that had not come back. 1 reader dropped out',
  );
});

const methods = (facts: Partial<MethodsFacts>): string =>
  methodsText({
    ...{ protocol, openedEarly: null, dataset: null, classList: CINC_2017_CLASSES, model: null, protocolHash: 'h' },
    ...{ lockedAt: null, commitment: null, programVersion: '0', sessions: [], ...facts },
  });

it.each([
  { openedEarly: null, said: 'results stayed closed until every reader had finished.', not: 'opened' },
  { openedEarly: 'a reader left', said: 'were opened before every reader had finished', not: 'stayed closed' },
])('the methods section says when results were opened: $openedEarly', ({ openedEarly, said, not }) => {
  const text = methods({ openedEarly });
  expect(text).toContain(said);
  expect(text).not.toContain(not);
  if (openedEarly !== null) expect(text).toContain(`(${openedEarly})`);
});
