import type { Proportion } from '../../../src-shared/analyses/common.ts';
import type { ExistenceProcedure, ExistenceResult } from '../../../src-shared/analyses/existence.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { sumOf } from '../../numeric/sums.ts';
import { wilsonOfRate } from '../wilson.ts';
import { proportionOf } from './proportion.ts';

/** How many of the new signals of one example count, and how many of as many random directions. */
export interface SignalCounts {
  made: number;
  kept: number;
  controlKept: number;
}

export interface ExploredRecord {
  record: string;
  lead: string | null;
  label: ClassIndex;
  adversarialClass: ClassIndex;
  noise: SignalCounts;
  crossings: SignalCounts;
  band: SignalCounts;
  /** Null if the public scripts' method was not requested, or if no signal from the noise counted. */
  han2020: { crossings: SignalCounts & { unaltered: number }; band: SignalCounts } | null;
}

const NOTHING = { made: 0, kept: 0, controlKept: 0, unaltered: 0 };

/** Everything except the figure, from the counts of each example in the order in which they are to be listed. */
export function summariseExistence(
  records: readonly ExploredRecord[],
  { draws, han2020 }: { draws: number; han2020: boolean },
): Omit<ExistenceResult, 'figure'> {
  const scripts = records.map((one) => one.han2020 ?? { crossings: NOTHING, band: NOTHING });
  return {
    examples: records.length,
    draws,
    noise: procedureOf(records.map(({ noise }) => noise)),
    crossings: procedureOf(records.map(({ crossings }) => crossings)),
    band: procedureOf(records.map(({ band }) => band)),
    han2020: han2020
      ? {
          crossings: procedureOf(scripts.map(({ crossings }) => crossings)),
          band: procedureOf(scripts.map(({ band }) => band)),
          unaltered: pooled(scripts.map(({ crossings: { made, unaltered } }) => ({ made, count: unaltered }))),
        }
      : null,
    perExample: records.map(({ record, lead, label, adversarialClass, noise, crossings, band }) => ({
      record,
      lead,
      label,
      adversarialClass,
      noise: shareOf(noise, 'kept'),
      crossings: shareOf(crossings, 'kept'),
      band: shareOf(band, 'kept'),
      noiseControl: shareOf(noise, 'controlKept'),
      crossingsControl: shareOf(crossings, 'controlKept'),
      bandControl: shareOf(band, 'controlKept'),
    })),
  };
}

function procedureOf(counts: readonly SignalCounts[]): ExistenceProcedure {
  const tried = counts.filter(({ made }) => made > 0);
  const examples = (counted: (counts: SignalCounts) => boolean): Proportion =>
    proportionOf(tried.filter(counted).length, tried.length);
  return {
    examples: examples(({ kept }) => kept > 0),
    all: examples(({ kept, made }) => kept === made),
    draws: pooled(tried.map(({ made, kept }) => ({ made, count: kept }))),
    control: pooled(tried.map(({ made, controlKept }) => ({ made, count: controlKept }))),
    controlExamples: examples(({ controlKept }) => controlKept > 0),
  };
}

/**
 * The signals of all examples together. Those of one example resemble each other, so that an interval over single
 * signals would be far too narrow: Wilson's interval counts examples, as if all signals of one agreed. Unlike a bootstrap
 * over examples it has a width where all of them are alike. With one example there is no interval.
 */
function pooled(all: readonly { made: number; count: number }[]): Proportion {
  const tried = all.filter(({ made }) => made > 0);
  const count = sumOf(tried, (one) => one.count);
  const of = sumOf(tried, ({ made }) => made);
  if (of === 0) return { count, of, rate: null, interval: null };
  const examples = tried.length;
  return { count, of, rate: count / of, interval: examples > 1 ? wilsonOfRate(count / of, examples) : null };
}

function shareOf(counts: SignalCounts, of: 'kept' | 'controlKept'): number | null {
  return counts.made === 0 ? null : counts[of] / counts.made;
}

/**
 * The example with the median share of signals from the noise, among those with any, by share and then by name; the
 * lower of two. Undefined if there are none.
 */
export function middleExample(
  perExample: readonly Pick<ExistenceResult['perExample'][number], 'record' | 'noise'>[],
): string | undefined {
  const some = perExample
    .flatMap(({ record, noise }) => (noise ? [{ record, noise }] : []))
    .sort((a, b) => a.noise - b.noise || (a.record < b.record ? -1 : 1));
  return some[Math.floor((some.length - 1) / 2)]?.record;
}
