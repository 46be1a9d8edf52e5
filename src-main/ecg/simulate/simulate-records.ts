import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ClassIndex, EcgRecord } from '../../../src-shared/ecg.ts';
import { createRandom, type Random } from '../../numeric/simulation-random.ts';
import { sum } from '../../numeric/sums.ts';
import { addLightNoise } from './artefacts.ts';
import { fibrillation } from './fibrillation.ts';
import { normalRhythm } from './normal.ts';
import { noisyTracing } from './noisy.ts';
import { otherRhythm } from './other.ts';
import type { Grid, Tracing } from './tracing.ts';
import { stratifiedSplit } from '../dataset/split.ts';

export interface SimulateOptions {
  /** How many; from four on, at least one of each class is among them. */
  records: number;
  seed: number;
  /** Length of every record, seconds (9 to 600; default 30), or `mixed`: as in CinC 2017, 9 to 61, mostly 30. */
  durationS?: number | 'mixed';
}

export interface SimulatedTracing {
  /** ADC units, 1000 per mV. */
  samples: Int16Array;
  /** True times of the R peaks, seconds from the first sample. */
  beatSeconds: number[];
}

const SAMPLING_HZ = 300;
const UNITS_PER_MV = 1000;
const DEFAULT_DURATION_S = 30;
/** Records of CinC 2017 (label version 3) per class. */
const CLASS_COUNTS = [5050, 738, 2456, 284];
const RHYTHMS = [normalRhythm, fibrillation, otherRhythm, noisyTracing];
/** Random streams: each record has its own number, from 0 on. */
const PLAN_STREAM = -2;

/**
 * Simulated records S00001 …: Normal by McSharry's model, and AF, Other and Noise derived from it, in the proportions
 * of CinC 2017, split 80/10/10. 300 Hz, 1000 units per mV. Same options, same bytes. Throws AppError('bad-input').
 */
export function* simulateRecords(options: SimulateOptions): Generator<EcgRecord, void, undefined> {
  const { records, seed, durationS = DEFAULT_DURATION_S } = options;
  if (!Number.isInteger(records) || records < 1 || records > 99_999) {
    throw new AppError('bad-input', `The number of records must be 1 to 99999, not ${records}.`);
  }
  if (!Number.isSafeInteger(seed)) throw new AppError('bad-input', `The seed must be a whole number, not ${seed}.`);
  if (durationS !== 'mixed') checkDuration(durationS);
  const plan = createRandom(seed, PLAN_STREAM);
  const classes = plan.shuffled(
    classShares(records).flatMap((count, label) => new Array<ClassIndex>(count).fill(label as ClassIndex)),
  );
  const names = classes.map((_, i) => `S${String(i + 1).padStart(5, '0')}`);
  const splits = stratifiedSplit(new Map(names.map((name, i) => [name, classes[i] ?? 0])), seed);
  for (const [i, name] of names.entries()) {
    const random = createRandom(seed, i);
    const label = classes[i] ?? 0;
    const seconds = durationS === 'mixed' ? drawDuration(random) : durationS;
    const { samples } = simulateTracing(random, { label, durationS: seconds });
    yield {
      name,
      samples,
      samplingHz: SAMPLING_HZ,
      unitsPerMv: UNITS_PER_MV,
      label,
      split: splits.get(name) ?? 'train',
    };
  }
}

/**
 * One tracing of a class with the true times of its beats. Throws AppError('bad-input') for a length outside 9 … 600 s.
 */
export function simulateTracing(random: Random, options: { label: ClassIndex; durationS: number }): SimulatedTracing {
  checkDuration(options.durationS);
  const sampleCount = Math.round(options.durationS * SAMPLING_HZ);
  const grid: Grid = { samplingHz: SAMPLING_HZ, sampleCount, durationS: sampleCount / SAMPLING_HZ };
  const rhythm: (random: Random, grid: Grid) => Tracing = RHYTHMS[options.label] ?? normalRhythm;
  const { millivolts, beatSeconds } = rhythm(random, grid);
  addLightNoise(random, grid, millivolts);
  const samples = new Int16Array(sampleCount);
  for (let i = 0; i < sampleCount; i++) {
    samples[i] = Math.max(-32767, Math.min(32767, Math.round((millivolts[i] as number) * UNITS_PER_MV)));
  }
  return { samples, beatSeconds };
}

function checkDuration(durationS: number): void {
  if (!(durationS >= 9 && durationS <= 600)) {
    throw new AppError('bad-input', `A simulated record is 9 to 600 seconds long, not ${durationS}.`);
  }
}

/** Counts per class in CinC 2017's proportions (largest remainder), at least one each if there are enough. */
function classShares(records: number): number[] {
  const all = sum(CLASS_COUNTS);
  const exact = CLASS_COUNTS.map((count) => (records * count) / all);
  const shares = exact.map((share) => Math.max(records >= 4 ? 1 : 0, Math.floor(share)));
  const byRemainder = exact
    .map((share, label) => ({ label, rest: share - Math.floor(share) }))
    .sort((a, b) => b.rest - a.rest);
  for (let missing = records - sum(shares), k = 0; missing !== 0; k++) {
    const label = byRemainder[k % byRemainder.length]?.label ?? 0;
    if (missing > 0) {
      shares[label] = (shares[label] ?? 0) + 1;
      missing -= 1;
    } else {
      shares[0] = (shares[0] ?? 0) - 1;
      missing += 1;
    }
  }
  return shares;
}

/** Lengths as in CinC 2017: seven in ten are 30 s, one in ten 60 s, the rest in between and below. */
function drawDuration(random: Random): number {
  const kind = random.uniform(0, 1);
  if (kind < 0.7) return 30;
  if (kind < 0.8) return 60;
  return Math.round(random.uniform(9, 61) * SAMPLING_HZ) / SAMPLING_HZ;
}
