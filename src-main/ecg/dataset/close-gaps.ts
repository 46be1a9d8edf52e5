import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { GapPolicy } from '../../../src-shared/datasets/gap-policy.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import type { SignalSamples, Stretch } from '../formats/format.ts';

/** Samples without gaps, and which of the signal's they are. */
interface WithoutGaps extends Stretch {
  samples: Int16Array | Int32Array;
}

/**
 * The samples with their gaps settled by the policy; as they are where there are none. Throws AppError('damaged') with the place
 * and length of the gap that the policy refuses.
 */
export function closeGaps(signal: SignalSamples, policy: GapPolicy): WithoutGaps {
  const { samples, missing } = signal;
  const all = { from: 0, to: samples.length };
  if (missing.length === 0) return { samples, ...all };
  if (policy.kind === 'longest') {
    const longest = longestWhole(samples, missing);
    return { samples: samples.slice(longest.from, longest.to), ...longest };
  }
  if (policy.kind === 'refuse') throw refused(signal, missing, 'say what to do with gaps (--gaps)');
  const most = (policy.mostMs / 1000) * signal.samplingHz;
  const tooLong = missing.filter(({ from, to }) => to - from > most || from === 0 || to === samples.length);
  if (tooLong.length > 0) {
    throw refused(signal, tooLong, `only gaps of up to ${policy.mostMs} ms within the record are interpolated`);
  }
  return { samples: interpolated(samples, missing), ...all };
}

/** That part of a signal, with its gaps where they are in it. */
export function cutTo(signal: SignalSamples, { from, to }: Stretch): SignalSamples {
  const missing = signal.missing
    .map((gap) => ({ from: Math.max(gap.from, from) - from, to: Math.min(gap.to, to) - from }))
    .filter((gap) => gap.from < gap.to);
  return { ...signal, samples: signal.samples.slice(from, to), missing };
}

function refused({ samples, samplingHz }: SignalSamples, gaps: readonly Stretch[], why: string): AppError {
  const [{ from, to } = { from: 0, to: 0 }] = gaps;
  const count = gaps.reduce((sum, gap) => sum + gap.to - gap.from, 0);
  const first = `the first for ${decimal((to - from) / samplingHz, 3)} s at ${decimal(from / samplingHz, 3)} s`;
  return new AppError('damaged', `${count} of its ${samples.length} samples are missing, ${first}; ${why}`);
}

function longestWhole(samples: Int16Array | Int32Array, missing: readonly Stretch[]): Stretch {
  const starts = [0, ...missing.map(({ to }) => to)];
  const ends = [...missing.map(({ from }) => from), samples.length];
  const lengths = starts.map((start, i) => (ends[i] ?? start) - start);
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0); // there may be too many to spread
  if (longest === 0) throw new AppError('damaged', 'all of its samples are missing');
  const at = lengths.indexOf(longest);
  return { from: starts[at] ?? 0, to: ends[at] ?? samples.length };
}

function interpolated(samples: Int16Array | Int32Array, missing: readonly Stretch[]): Int16Array | Int32Array {
  const filled = samples.slice();
  for (const { from, to } of missing) {
    const [before, after] = [samples[from - 1] as number, samples[to] as number];
    for (let i = from; i < to; i++) {
      filled[i] = Math.round(before + ((after - before) * (i - from + 1)) / (to - from + 1));
    }
  }
  return filled;
}
