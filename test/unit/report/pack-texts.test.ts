import { describe, expect, it } from 'vitest';
import { methodsText } from '../../../src-main/report/pack/methods-text.ts';
import { resultsText } from '../../../src-main/report/pack/results-text.ts';
import { compareArms } from '../../../src-main/statistics/summaries/compare-arms.ts';
import { summariseResponses } from '../../../src-main/statistics/summaries/summarise-responses.ts';
import { CINC_2017_CLASSES } from '../../../src-shared/class-list.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { answers } from '../statistics/sample-answers.ts';
import { protocol } from './made-up-answers.ts';

/** The results section about these answers. */
const told = (rows: ResultRow[]): string =>
  resultsText({
    summary: summariseResponses(rows, { similarityMargin: 0.6, planned: () => 12 }),
    arms: compareArms(rows),
    openedEarly: null,
  });

describe('the results section', () => {
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

it.each([
  { openedEarly: null, said: 'results stayed closed until every reader had finished.', not: 'opened' },
  { openedEarly: 'a reader left', said: 'were opened before every reader had finished', not: 'stayed closed' },
])('the methods section says when results were opened: $openedEarly', ({ openedEarly, said, not }) => {
  const text = methodsText({
    ...{ protocol, openedEarly, dataset: null, classList: CINC_2017_CLASSES, model: null, protocolHash: 'h' },
    ...{ lockedAt: null, commitment: null, programVersion: '0', sessions: [] },
  });
  expect(text).toContain(said);
  expect(text).not.toContain(not);
  if (openedEarly !== null) expect(text).toContain(`(${openedEarly})`);
});
