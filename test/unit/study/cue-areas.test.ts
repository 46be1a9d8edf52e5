import { describe, expect, it } from 'vitest';
import { gaussian, integer } from '../../../src-main/numeric/random.ts';
import { seeded } from '../../../src-main/numeric/seeding.ts';
import { refuseLeaks } from '../../../src-main/services/studies/lint-leaks.ts';
import { cueAreas, type SentPair } from '../../../src-main/study/machine/cue-areas.ts';

const PAIRS = 60;

/** Pairs of noise, which nothing tells apart, as they are sent in order. */
function pairs(seed = 1): SentPair[] {
  const random = seeded(seed, 3);
  const noise = () => Array.from({ length: 400 }, () => Math.round(40 * gaussian(random)));
  const id = () =>
    integer(random, 0, 2 ** 31)
      .toString(16)
      .padStart(8, '0');
  return Array.from({ length: PAIRS }, (_, position) => {
    const [realId, madeId, trialId] = [id(), id(), id()];
    return {
      real: noise(),
      made: noise(),
      realId,
      madeId,
      trialId,
      position,
      realSide: integer(random, 1, 2) as 1 | 2,
    };
  });
}

/** One planted leak of each kind, and the cue that it is named by. */
const LEAKS: [cue: string, plant: (pair: SentPair) => Partial<SentPair>][] = [
  ['number of samples', ({ made }) => ({ made: made.slice(1) })],
  ['first sample', ({ made }) => ({ made: [-1000, ...made.slice(1)] })],
  ['last sample', ({ made }) => ({ made: [...made.slice(0, -1), 1000] })],
  ['parity of the last bit', ({ made }) => ({ made: made.map((value) => value | 1) })],
  ['rounding to fives', ({ made }) => ({ made: made.map((value) => 5 * Math.round(value / 5)) })],
  ['rounding to fours', ({ real }) => ({ real: real.map((value) => 4 * Math.round(value / 4)) })],
  ['order of the ids', ({ realId, madeId }) => ({ realId: `0${realId}`, madeId: `1${madeId}` })],
  [
    'ids and that of the trial',
    ({ realId, trialId }) => ({ realId: `0${realId}`, madeId: `z`, trialId: `1${trialId}` }),
  ],
  ['place in the order', ({ position }) => ({ realSide: position % 2 === 0 ? 1 : 2 })],
  ['side of the pair before', () => ({ realSide: 1 })],
];

describe('cues that say nothing of a heart', () => {
  it('tell nothing of pairs that are made alike', () => {
    for (const seed of [1, 2, 3, 4, 5]) expect(() => refuseLeaks(cueAreas(pairs(seed)))).not.toThrow();
  });

  it.each(LEAKS)('refuse a lock by name where the leak is the %s', (cue, plant) => {
    const planted = pairs().map((pair) => ({ ...pair, ...plant(pair) }));
    expect(() => refuseLeaks(cueAreas(planted))).toThrow(`${cue} (area`);
  });

  it('cover every cue by a planted leak', () => {
    expect(cueAreas([]).map(({ cue }) => cue)).toEqual(LEAKS.map(([cue]) => cue));
  });

  it('refuse nothing of a study that is too small to tell', () => {
    const few = pairs()
      .slice(0, 6)
      .map((pair) => ({ ...pair, made: pair.made.slice(1) }));
    expect(() => refuseLeaks(cueAreas(few))).not.toThrow();
  });
});
