import { describe, expect, it } from 'vitest';
import { forcedChoice } from '../../../src-shared/questions/answer-analyses/forced-choice.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';

const verdict = forcedChoice.verdict.of;

const row = (fields: Partial<SummaryRow>): SummaryRow =>
  ({
    question: 'which-is-real',
    n: 100,
    planned: 100,
    complete: 1,
    correct: 50,
    proportion: 0.5,
    p_two_sided: 1,
    similarity_margin: 0.6,
    similarity_upper: 0.5864,
    indistinguishable: 1,
    ...fields,
  }) as SummaryRow;

describe('the verdict on one reader and arm', () => {
  it('says that they cannot be told apart only where the similarity test does', () => {
    expect(verdict(row({})).short).toBe('Cannot be told apart');
    expect(verdict(row({})).reason).toBe('Upper bound 0.586, below the margin 0.600.');
  });

  it('does not take a failure to reject one half for similarity', () => {
    const undecided = verdict(
      row({ proportion: 0.59, p_two_sided: 0.0886, similarity_upper: 0.673, indistinguishable: 0 }),
    );
    expect(undecided.short).toBe('Undecided');
    expect(undecided.reason).toContain('p = 0.089');
    expect(undecided.reason).toContain('0.673');
  });

  it('tells above from below chance', () => {
    const told = row({ proportion: 0.95, p_two_sided: 1e-22, similarity_upper: 0.98, indistinguishable: 0 });
    expect(verdict(told).short).toBe('Told apart');
    expect(verdict(told).reason).toContain('p < 0.001');
    const reversed = { ...told, proportion: 0.05, similarity_upper: null };
    expect(verdict(reversed).short).toBe('Taken for the other');
  });

  it('waits until every pair of the arm is answered', () => {
    const early = verdict(row({ n: 40, correct: 38, complete: 0, p_two_sided: 1e-9, indistinguishable: null }));
    expect(early.short).toBe('Not finished');
    expect(early.reason).toContain('40 of 100 pairs answered');
  });

  it('makes no claim of similarity where 0.5 is no level of chance', () => {
    expect(questionOf('which-is-real').analysis.verdict).not.toBeNull();
    expect(questionOf('same-class').analysis).toMatchObject({ chance: null, verdict: null });
  });
});
