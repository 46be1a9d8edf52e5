import { describe, expect, it } from 'vitest';
import { twoSidedPValues } from '../../../src-main/statistics/binomial-test.ts';
import { clopperPearson } from '../../../src-main/statistics/clopper-pearson.ts';
import { similarityTest } from '../../../src-main/statistics/similarity.ts';
import { summariseResponses } from '../../../src-main/statistics/summaries/summarise-responses.ts';
import type { Verdict } from '../../../src-shared/questions/answer-analyses/answer-analysis.ts';
import { forcedChoice } from '../../../src-shared/questions/answer-analyses/forced-choice.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import { answers } from '../statistics/sample-answers.ts';

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
    similarity_lower: 0.4136,
    similarity_upper: 0.5864,
    indistinguishable: 1,
    ...fields,
  }) as SummaryRow;

/** The verdict on k of n right, by the statistics of the program. */
function verdictOf(k: number, n: number, similarityMargin: number): Verdict {
  const [summary] = summariseResponses(answers(k, n), { similarityMargin, planned: () => n });
  return verdict(summary as SummaryRow);
}

describe('the verdict on one reader and arm', () => {
  it('says that they cannot be told apart only where both bounds lie within the margin', () => {
    expect(verdictOf(50, 100, 0.6)).toEqual({
      short: 'Cannot be told apart',
      reason: 'p = 1.000; bounds 0.414 to 0.586, margin 0.400 to 0.600.',
    });
    expect(verdictOf(40, 100, 0.6).short).toBe('Undecided');
  });

  it('does not take a failure to reject one half for similarity', () => {
    const undecided = verdictOf(59, 100, 0.6);
    expect(undecided.short).toBe('Undecided');
    expect(undecided.reason).toContain('p = 0.089');
    expect(undecided.reason).toContain('0.673');
  });

  it('says of a reader who tells all pairs apart the wrong way round that the labels are reversed', () => {
    expect(verdictOf(20, 20, 0.6).short).toBe('Told apart');
    expect(verdictOf(0, 20, 0.6).short).toBe('Told apart, with the labels reversed');
    expect(verdictOf(0, 20, 0.6).reason).toBe('p < 0.001; bounds 0.000 to 0.139, margin 0.400 to 0.600.');
  });

  it('names a difference from guessing that is smaller than the margin', () => {
    expect(verdictOf(61, 100, 0.7).short).toBe('Told apart, but within the margin');
  });

  // Every outcome of every study of up to 200 pairs. The bounds grow with k, so three cuts say where each verdict is.
  it.each([0.55, 0.6, 0.7])('occurs where it should for every k of n up to 200, margin %s', (margin) => {
    const seen = new Set<string>();
    for (let n = 1; n <= 200; n++) {
      const pValues = twoSidedPValues(n, 0.5);
      for (let k = 0; k <= n; k++) {
        const p = pValues[k] as number;
        const [lower, upper] = clopperPearson(k, n, 0.9);
        const alike = lower > 1 - margin && upper < margin;
        const told = k > n / 2 ? 'Told apart' : 'Told apart, with the labels reversed';
        const expected =
          p < 0.05
            ? alike
              ? 'Told apart, but within the margin'
              : told
            : alike
              ? 'Cannot be told apart'
              : 'Undecided';
        const { lower: low, upper: high, indistinguishable } = similarityTest(k, n, margin);
        const said = verdict(
          row({
            ...{ n, planned: n, correct: k, proportion: k / n, p_two_sided: p, similarity_margin: margin },
            ...{ similarity_lower: low, similarity_upper: high, indistinguishable: indistinguishable ? 1 : 0 },
          }),
        ).short;
        if (said !== expected) expect(`${k} of ${n}: ${said}`).toBe(expected);
        seen.add(said);
        // Right and wrong are mirror images.
        if (k === 0 && n >= 6) expect(said).toBe('Told apart, with the labels reversed');
        if (k === n && n >= 6) expect(said).toBe('Told apart');
      }
    }
    expect(seen.has('Told apart, with the labels reversed')).toBe(true);
    expect(seen.has('Cannot be told apart')).toBe(margin >= 0.6);
    expect(seen.has('Told apart, but within the margin')).toBe(margin >= 0.7);
  });

  it('waits until every pair of the arm is answered', () => {
    const early = verdict(row({ n: 40, correct: 38, complete: 0, p_two_sided: 1e-9, indistinguishable: null }));
    expect(early.short).toBe('Not finished');
    expect(early.reason).toContain('40 of 100 pairs answered');
  });

  it('makes no claim of similarity where 0.5 is not the level of chance', () => {
    expect(questionOf('which-is-real').analysis.verdict).not.toBeNull();
    const { chance, verdict: sameClass } = questionOf('same-class').analysis;
    expect(chance).toBeNull();
    expect(sameClass?.of(row({ question: 'same-class', correct: 100, detection_d_prime: null }))).toBeNull();
  });
});
