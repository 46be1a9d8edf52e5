import { describe, expect, it } from 'vitest';
import { gaussian, integer } from '../../../src-main/numeric/random.ts';
import { seeded } from '../../../src-main/numeric/seeding.ts';
import { leakNotes } from '../../../src-main/services/studies/leak-notes.ts';
import { judgeLeaks } from '../../../src-main/services/studies/lint-leaks.ts';
import { atOnce } from '../../../src-main/services/workspace/in-pieces.ts';
import { cueAreas, cueValues } from '../../../src-main/study/machine/cue-areas.ts';
import type { SentPair } from '../../../src-main/study/machine/leak-cues.ts';

const PAIRS = 60;

/** Pairs of noise, which nothing tells apart, as they are sent in order. */
function pairs(seed = 1, count = PAIRS): SentPair[] {
  const random = seeded(seed, 3);
  const noise = () => Array.from({ length: 400 }, () => Math.round(40 * gaussian(random)));
  const hex = () =>
    integer(random, 0, 2 ** 31)
      .toString(16)
      .padStart(8, '0');
  const id = () => `${hex()}-0000-4000-a000-000000000000`;
  return Array.from({ length: count }, (_, position) => {
    const ids = { realId: id(), madeId: id(), trialId: id() };
    return {
      real: noise(),
      made: noise(),
      ...ids,
      position,
      realSide: integer(random, 1, 2) as 1 | 2,
      ofOneRecord: true,
    };
  });
}

const areasOf = (sent: readonly SentPair[]) => atOnce(cueAreas(sent.map((pair, i) => cueValues(pair, sent[i - 1]))));

/** The same id as of a time: a UUID of version 1, whose text is in no order. */
const madeAt = (id: string, time: number) =>
  `${id.slice(0, 8)}-${time.toString(16).padStart(4, '0')}-11ef${id.slice(18)}`;

/** One planted leak of each kind, and the cue that it is named by. */
const LEAKS: [cue: string, plant: (pair: SentPair) => Partial<SentPair>][] = [
  ['number of samples', ({ made }) => ({ made: made.slice(1) })],
  ['first sample', ({ made }) => ({ made: [-1000, ...made.slice(1)] })],
  ['last sample', ({ made }) => ({ made: [...made.slice(0, -1), 1000] })],
  ['flat ends', ({ real }) => ({ real: [...real.slice(0, -20), ...Array<number>(20).fill(real.at(-20)!)] })],
  ['parity of the last bit', ({ made }) => ({ made: made.map((value) => value | 1) })],
  ['rounding to fives', ({ made }) => ({ made: made.map((value) => 5 * Math.round(value / 5)) })],
  ['rounding to fours', ({ real }) => ({ real: real.map((value) => 4 * Math.round(value / 4)) })],
  ['byte size', ({ madeId }) => ({ madeId: `${madeId}0` })],
  ['order of the ids', ({ realId, madeId }) => ({ realId: `0${realId}`, madeId: `1${madeId}` })],
  [
    'ids and that of the trial',
    ({ realId, trialId }) => ({ realId: `0${realId}`, madeId: `z`, trialId: `1${trialId}` }),
  ],
  [
    'time of creation',
    ({ realId, madeId, position }) => ({ realId: madeAt(realId, position), madeId: madeAt(madeId, position + PAIRS) }),
  ],
  ['place in the order', ({ position }) => ({ realSide: position % 2 === 0 ? 1 : 2 })],
  ['side of the pair before', () => ({ realSide: 1 })],
  // Neither end alone tells more than can be by chance.
  [
    'all of these together',
    ({ real: [first = 0, ...real], made: [other = 0, ...made] }) => ({
      real: [first + 24, ...real.slice(0, -1), first - 24],
      made: [other, ...made.slice(0, -1), other],
    }),
  ],
];

/** What an attack may do to the tracing itself. */
const OF_THE_SIGNAL: [cue: string, plant: (pair: SentPair) => Partial<SentPair>][] = [
  ['range', ({ made }) => ({ made: made.with(200, 500) })],
  ['clipping', ({ real }) => ({ real: real.map((value) => Math.max(-90, Math.min(91, value))) })],
  ['byte size of the samples', ({ made }) => ({ made: made.map((value) => 3 * value) })],
];

const planted = (plant: (pair: SentPair) => Partial<SentPair>) => pairs().map((pair) => ({ ...pair, ...plant(pair) }));

describe('cues that say nothing of a heart', () => {
  it('tell nothing of pairs that are made alike', () => {
    for (let seed = 1; seed <= 10; seed++) expect(() => judgeLeaks(areasOf(pairs(seed)))).not.toThrow();
  });

  it.each(LEAKS)('refuse a lock by name where the leak is the %s', (cue, plant) => {
    expect(() => judgeLeaks(areasOf(planted(plant)))).toThrow(`${cue} (area`);
  });

  it('are learned together where none of them tells alone', () => {
    const [, plant] = LEAKS.at(-1)!;
    expect(() => judgeLeaks(areasOf(planted(plant)))).toThrow(/heart: all of these together \(area [^;]*$/);
  });

  it.each(OF_THE_SIGNAL)('refuse nothing for the %s, which is the signal’s: it is stated', (cue, plant) => {
    const test = judgeLeaks(areasOf(planted(plant)));
    expect(Math.abs(test.signal.find((each) => each.cue === cue)!.area - 0.5)).toBeGreaterThan(0.4);
    expect(leakNotes(test).join(' ')).toContain(`${cue} `);
  });

  it('refuse nothing for where two records begin and end, and their length as ever', () => {
    const judged = (cue: string) => {
      const plant = LEAKS.find(([name]) => name === cue)![1];
      const planted = pairs().map((pair) => ({ ...pair, ...plant(pair), ofOneRecord: false }));
      return () => judgeLeaks(areasOf(planted));
    };
    for (const cue of ['first sample', 'last sample', 'all of these together']) expect(judged(cue)).not.toThrow();
    for (const cue of ['number of samples', 'rounding to fives']) expect(judged(cue)).toThrow(`${cue} (area`);
  });

  it('are covered by a planted leak each', () => {
    const cues = areasOf(pairs()).map(({ cue }) => cue);
    expect(cues).toEqual([...LEAKS, ...OF_THE_SIGNAL].map(([cue]) => cue));
  });

  it('refuse nothing of a study that is too small to tell, and say so', () => {
    const few = (count: number) => pairs(1, count).map((pair) => ({ ...pair, made: pair.made.slice(1) }));
    const { fewest, ...test } = judgeLeaks(areasOf(few(6)));
    expect(fewest).toBe(16);
    expect(leakNotes({ fewest, ...test })[0]).toMatch(/^Leaks could not be ruled out: with fewer than 16 pairs/);
    expect(() => judgeLeaks(areasOf(few(fewest)))).toThrow('number of samples (area');
    expect(leakNotes(judgeLeaks(areasOf(pairs(1, fewest))))[0]).toMatch(/^Nothing besides the drawn signal was found/);
    expect(leakNotes(judgeLeaks(areasOf([])))[0]).toMatch(/^No leaks were looked for/);
  });
});
