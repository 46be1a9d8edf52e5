import { describe, expect, it } from 'vitest';
import { detect } from '../../../src-main/statistics/detection.ts';
import { rocArea } from '../../../src-main/statistics/roc-area.ts';
import { summariseResponses } from '../../../src-main/statistics/summaries/summarise-responses.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import { detection } from '../../../src-shared/questions/answer-analyses/detection.ts';
import { expectClose } from './close.ts';
import { BASE } from './sample-answers.ts';

/** Hits, signals, false alarms, noises; d′, c, the standard error of d′. */
const GOLDEN = [
  [20, 25, 5, 25, 1.6021890585639, 0, 0.3990934753951761],
  [25, 25, 0, 25, 4.139803661790102, 0, 0.8294355279212041],
  [30, 40, 6, 10, 0.42553938765519456, -0.44265381140682947, 0.4539971249253498],
] as const;

const OPTIONS = { similarityMargin: 0.6, planned: () => 50 };

describe('detection', () => {
  // Computed with statistics.NormalDist of Python: z of (hits + 0.5) / (signals + 1) and of the false alarms.
  it.each(GOLDEN)(
    'of %i hits of %i and %i false alarms of %i is d′ %d, c %d',
    (hits, signals, falseAlarms, noises, d, c, se) => {
      const found = detect({ hits, signals, falseAlarms, noises });
      expectClose(found.dPrime ?? NaN, d);
      expectClose(found.c ?? NaN, c);
      expectClose(found.se ?? NaN, se);
      expect([found.hitRate, found.falseAlarmRate]).toEqual([hits / signals, falseAlarms / noises]);
    },
  );

  it('has no sensitivity without trials of both kinds, and refuses impossible counts', () => {
    expect(detect({ hits: 3, signals: 4, falseAlarms: 0, noises: 0 })).toEqual({
      ...{ hitRate: 0.75, falseAlarmRate: null, dPrime: null, se: null, c: null },
    });
    expect(() => detect({ hits: 5, signals: 4, falseAlarms: 0, noises: 1 })).toThrow('5 of 4 is no count');
  });

  it('is half of the square where ratings do not tell, all of it where they always do; ties count half', () => {
    expect(rocArea([4, 4], [4, 4])).toBe(0.5);
    expect(rocArea([5, 6], [1, 4])).toBe(1);
    expect(rocArea([3, 5], [3, 4])).toBe((0.5 + 0 + 1 + 1) / 4);
    expect(rocArea([], [1])).toBeNull();
  });
});

describe('the summary of a yes/no question', () => {
  const rows = (
    question: ResultRow['question'],
    given: readonly [answer: ResultRow['answer'], correct: 0 | 1, times: number][],
  ) =>
    given.flatMap(([answer, correct, times]) =>
      Array.from({ length: times }, (): ResultRow => ({ ...BASE, question, answer, correct, chosen_side: null })),
    );

  it('takes "real" for a real tracing as a hit, and for another one as a false alarm', () => {
    const [row] = summariseResponses(
      rows('is-real', [
        ['real', 1, 20],
        ['not-real', 0, 5],
        ['real', 0, 5],
        ['not-real', 1, 20],
      ]),
      OPTIONS,
    );
    expect(row).toMatchObject({
      n: 50,
      correct: 40,
      hit_rate: 0.8,
      false_alarm_rate: 0.2,
      detection_c: 0,
      roc_area: null,
    });
    expectClose(row?.detection_d_prime ?? NaN, GOLDEN[0][4]);
    expect(row?.p_two_sided).toBeLessThan(0.001);
    expect(row?.d_prime).toBeNull();
  });

  it('takes "different" for a foil as a hit, and has neither d′ nor hits without foils', () => {
    const same = rows('same-class', [
      ['same', 1, 48],
      ['different', 0, 2],
    ]);
    const foils = rows('same-class', [
      ['different', 1, 9],
      ['same', 0, 1],
    ]);
    expect(summariseResponses(same, OPTIONS)[0]).toMatchObject({
      ...{ hit_rate: null, false_alarm_rate: 0.04, detection_d_prime: null, p_two_sided: null },
    });
    expect(summariseResponses([...same, ...foils], OPTIONS)[0]).toMatchObject({
      hit_rate: 0.9,
      false_alarm_rate: 0.04,
    });
  });

  it('draws the ROC curve of ratings', () => {
    const [row] = summariseResponses(
      rows('is-real-rating', [
        ['6', 1, 5],
        ['3', 0, 5],
        ['1', 1, 5],
        ['5', 0, 5],
      ]),
      OPTIONS,
    );
    expect(row).toMatchObject({ hit_rate: 0.5, false_alarm_rate: 0.5, roc_area: 0.75 });
  });
});

describe('what is said of detection', () => {
  const { verdict } = detection(0.5);
  const row = {
    complete: 1 as const,
    ...{ n: 50, planned: 50, correct: 40, proportion: 0.8, p_two_sided: 0.001 },
    ...{ hit_rate: 0.8, false_alarm_rate: 0.2, detection_d_prime: 1.602, detection_d_prime_se: 0.4, detection_c: -0.1 },
  };

  it('is d′ with both rates and the criterion', () => {
    expect(verdict.of(row)).toEqual({ short: 'd′ 1.60', reason: 'Hits 0.800, false alarms 0.200; criterion −0.10.' });
  });

  it('is nothing where there was nothing to tell it from, such as pairs without foils', () => {
    const none = { ...row, false_alarm_rate: null, detection_d_prime: null, detection_c: null };
    expect(verdict.of(none)).toBeNull();
  });
});
