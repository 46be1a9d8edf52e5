import { crossScores } from '../test/helpers/cross-scores.ts';
import { bootstrapOverReaders } from '../src-main/statistics/readers/bootstrap-over-readers.ts';
import { overReaders } from '../src-main/statistics/readers/over-readers.ts';
import { detectionThreshold } from '../src-main/statistics/detection-threshold.ts';
import { psychometricFunction } from '../src-shared/study/psychometric.ts';
import { uniform } from '../src-main/numeric/random.ts';
import { seeded } from '../src-main/numeric/seeding.ts';
import type { Interval } from '../src-shared/interval.ts';
import { atOnce } from '../test/helpers/at-once.ts';
import { coverageOfKinds } from './coverage-of-kinds.ts';
import { simulateStudies } from '../test/unit/statistics/readers/simulated-readers.ts';

/**
 * `npm run bench:coverage [-- <studies>]`: how often the intervals of each kind of virtual reader, over readers and of
 * thresholds hold the truth.
 */
const studies = Number(process.argv[2] ?? 2000);

/** Of each bootstrap: fewer than a study has, so that all studies have one. */
const DRAWS = 500;

const holds = (interval: Interval | null | undefined, truth: number): number =>
  interval && interval[0] <= truth && truth <= interval[1] ? 1 : 0;
const percent = (count: number, of: number): string => `${((100 * count) / of).toFixed(1)} %`;

for (const { kind, held } of coverageOfKinds(studies)) {
  const each = Object.entries(held).map(([interval, count]) => `${interval} ${percent(count, studies)}`);
  console.log(`${kind} virtual readers: ${each.join(', ')}`);
}

const PANELS = [
  { readers: 3, cases: 100, mean: 0.4, readerSd: 0.3, caseSd: 0.5 },
  { readers: 5, cases: 100, mean: 0.4, readerSd: 0.3, caseSd: 0.5 },
  { readers: 5, cases: 100, mean: 0, readerSd: 0.05, caseSd: 0.3 },
  { readers: 5, cases: 40, mean: 1.2, readerSd: 0.3, caseSd: 0.5 },
  { readers: 8, cases: 100, mean: 0.7, readerSd: 0.4, caseSd: 0.7 },
  { readers: 8, cases: 100, mean: 0, readerSd: 0, caseSd: 0 },
  { readers: 12, cases: 60, mean: 0.4, readerSd: 0.3, caseSd: 0.5 },
  { readers: 20, cases: 100, mean: 0.4, readerSd: 0.3, caseSd: 0.5 },
  { readers: 10, cases: 200, mean: 0.8, readerSd: 0.8, caseSd: 0.3 },
];

for (const panel of PANELS) {
  const held = { share: 0, difference: 0, bootstrap: 0, bootstrapOfDifference: 0 };
  for (const { first, second, share, difference, shareOfThese } of simulateStudies(panel, { studies, seed: 1 })) {
    const one = crossScores([first]);
    const over = overReaders(one);
    const truth = over.view === 'fixed' ? shareOfThese : share;
    held.share += holds(over.spread?.interval, truth);
    held.bootstrap += holds(atOnce(bootstrapOverReaders(one, over, { draws: DRAWS })), truth);
    if (over.view === 'fixed') continue;
    const two = crossScores([first, second]);
    const between = overReaders(two);
    held.difference += holds(between.spread?.interval, difference);
    held.bootstrapOfDifference += holds(atOnce(bootstrapOverReaders(two, between, { draws: DRAWS })), difference);
  }
  const { readers, cases, mean, readerSd, caseSd } = panel;
  const of = `${readers} readers × ${cases} cases, probits ${mean}, SD ${readerSd} and ${caseSd}`;
  const ofDifference = (count: number): string => (readers < 5 ? '–' : percent(count, studies));
  console.log(
    `${of}: share ${percent(held.share, studies)}, bootstrap ${percent(held.bootstrap, studies)}; ` +
      `difference ${ofDifference(held.difference)}, bootstrap ${ofDifference(held.bootstrapOfDifference)}`,
  );
}

const CURVES = [
  { threshold: 30, slope: 2, lapses: 0.02, n: 40, sizes: [5, 10, 20, 40, 80] },
  { threshold: 20, slope: 1.5, lapses: 0, n: 40, sizes: [5, 10, 20, 40, 80] },
  { threshold: 38, slope: 3, lapses: 0.03, n: 60, sizes: [10, 20, 30, 40, 60, 80] },
  { threshold: 30, slope: 2, lapses: 0.02, n: 100, sizes: [10, 20, 40, 80] },
  { threshold: 30, slope: 2, lapses: 0.02, n: 20, sizes: [5, 10, 20, 40, 80] },
  { threshold: 12, slope: 2, lapses: 0.01, n: 40, sizes: [10, 20, 40, 80] },
];
for (const { n, sizes, ...curve } of CURVES) {
  const random = seeded(1, n, sizes.length);
  let held = 0;
  for (let i = 0; i < studies; i++) {
    const levels = sizes.map((size) => {
      const p = psychometricFunction(curve, size);
      return { size, n, correct: Array.from({ length: n }, () => uniform(random)).filter((u) => u < p).length };
    });
    const { low, high } = atOnce(detectionThreshold(levels, { draws: 0 }));
    held += holds([low ?? 0, high ?? Infinity], curve.threshold);
  }
  console.log(`${JSON.stringify(curve)}, ${n} of each of ${sizes.join(', ')} µV: threshold ${percent(held, studies)}`);
}
