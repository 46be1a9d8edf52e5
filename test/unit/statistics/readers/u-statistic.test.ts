import { describe, expect, it } from 'vitest';
import { estimateOf, type Score } from '../../../../src-main/statistics/readers/crossed-scores.ts';
import { crossScores } from '../../../helpers/cross-scores.ts';
import { totalOf, uStatisticVariance } from '../../../../src-main/statistics/readers/u-statistic-variance.ts';
import { expectClose } from '../close.ts';

type Design = (arm: number, reader: number, shown: number) => boolean;

/** Six readers and twelve cases, those of the second arm others where `disjoint`. */
function armOf(arm: number, design: Design, disjoint: boolean): Score[] {
  const cells = Array.from({ length: 72 }, (_, i) => [i % 6, Math.floor(i / 6)] as const);
  return cells
    .filter(([r, c]) => design(arm, r, c))
    .map(([r, c]) => ({
      reader: `r${r}`,
      case: `${disjoint && arm === 1 ? 'd' : 'c'}${c}`,
      score: (7 * r + 5 * c + 3 * arm + r * c * (c + arm)) % 11 < 5 + (r % 3) + arm ? 1 : 0,
    }));
}

const ALL: Design = () => true;
const TWO_THIRDS: Design = (arm, r, c) => (r + 2 * c + arm) % 3 !== 0;
const SPLIT: Design = (_, r, c) => c % 2 === r % 2;

describe('the variance over readers and cases', () => {
  // uStat11.jointD (kernelFlag 1) of iMRMC's R package on the same scores, R 4.2: first arm, second arm, difference. The
  // Java program (DBRecord.totalVar), both of DIDSR/iMRMC at commit ad589e57, has the same to 13 digits, each pair being a case
  // of truth 1 beside three reference cases of score 0.5.
  it.each([
    ['readers × cases', ALL, false, 0.00561167227833893, 0.00238145342312006, 0.00339155443322108],
    ['two thirds of the cells', TWO_THIRDS, false, 0.00961899399399401, 0.00306165540540544, 0.00989811515282414],
    ['other cases in each arm', ALL, true, 0.00561167227833893, 0.00238145342312006, 0.00259189113355776],
    [
      'half of the cases for half of the readers',
      SPLIT,
      false,
      0.0106922398589065,
      0.00694444444444444,
      0.0169753086419753,
    ],
  ] as const)('is what iMRMC computes: %s', (_, design, disjoint, ofFirst, ofSecond, ofDifference) => {
    const [first, second] = [armOf(0, design, disjoint), armOf(1, design, disjoint)];
    const of = (...arms: Score[][]): number => {
      const parts = uStatisticVariance(crossScores(arms));
      return parts === null ? NaN : totalOf(parts);
    };
    expectClose(of(first), ofFirst, 1e-12);
    expectClose(of(second), ofSecond, 1e-12);
    expectClose(of(first, second), ofDifference, 1e-12);
  });

  it('is the sum over all pairs of scores, written out', () => {
    const scores = armOf(0, TWO_THIRDS, false);
    const pairs = scores.flatMap((a) =>
      scores.map((b) => ({ a, b, kind: `${a.reader === b.reader} ${a.case === b.case}` })),
    );
    const momentOf = new Map(
      [...Map.groupBy(pairs, ({ kind }) => kind)].map(([kind, those]) => [
        kind,
        those.reduce((sum, { a, b }) => sum + a.score * b.score, 0) / those.length,
      ]),
    );
    const moment = (kind: string): number => momentOf.get(kind) ?? NaN;
    const expected = pairs.reduce((sum, { kind }) => sum + moment(kind) - moment('false false'), 0) / pairs.length;
    const parts = uStatisticVariance(crossScores([scores]));
    expectClose(parts === null ? NaN : totalOf(parts), expected, 1e-12);
  });

  it('of an arm and itself is 0, and so is the difference', () => {
    const scores = crossScores([armOf(0, ALL, false), armOf(0, ALL, false)]);
    expect(estimateOf(scores)).toBe(0);
    expect(uStatisticVariance(scores)).toEqual({ reader: 0, case: 0, interaction: 0 });
  });

  it('cannot be told of one reader or one case, and an arm without answers is refused', () => {
    expect(uStatisticVariance(crossScores([armOf(0, (_, r) => r === 0, false)]))).toBeNull();
    expect(uStatisticVariance(crossScores([armOf(0, (_, __, c) => c === 0, false)]))).toBeNull();
    expect(() => crossScores([[]])).toThrow('An arm has no answers');
  });
});
