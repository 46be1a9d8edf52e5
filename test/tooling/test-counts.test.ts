import { describe, expect, it } from 'vitest';
import { countTests, resultLine } from '../../scripts/test-counts.mjs';

const file = (status: string, ...statuses: string[]) => ({
  name: 'a.test.ts',
  status,
  assertionResults: statuses.map((it) => ({ status: it })),
});

describe('the counts at the end of npm test', () => {
  it('are those of the single tests; what did not run counts as skipped', () => {
    const report = {
      testResults: [file('failed', 'passed', 'failed', 'skipped'), file('passed', 'todo', 'pending', 'passed')],
    };
    expect(countTests(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 3 });
  });

  it('count a file that cannot be loaded as one failed', () => {
    expect(countTests({ testResults: [file('failed')] }, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('count a failure outside of any test, which shows in the exit code alone', () => {
    expect(countTests({ testResults: [file('passed', 'passed')] }, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  it('count a run that broke off without a report as failed', () => {
    expect(countTests(undefined, 134)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('make one plain line', () => {
    expect(resultLine({ passed: 12, failed: 0, skipped: 3 })).toBe('12 passed, 0 failed, 3 skipped');
  });
});
