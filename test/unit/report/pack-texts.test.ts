import { describe, expect, it } from 'vitest';
import { resultsText } from '../../../src-main/report/pack/results-text.ts';
import { compareArms } from '../../../src-main/statistics/summaries/compare-arms.ts';
import { summariseResponses } from '../../../src-main/statistics/summaries/summarise-responses.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { answers } from '../statistics/sample-answers.ts';

/** The results section about these answers. */
const told = (rows: ResultRow[]): string =>
  resultsText({
    summary: summariseResponses(rows, { similarityMargin: 0.6, planned: () => 12 }),
    arms: compareArms(rows),
    openedEarly: null,
  });

describe('the results section', () => {
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
