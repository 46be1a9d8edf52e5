import { sumOf } from '../../numeric/sums.ts';
import type { Side } from '../../../src-shared/questions/side.ts';
import { extremes } from './cues.ts';

/** A pair as it is sent, with its truth. */
export interface SentPair {
  /** Positions on the display's grid. */
  real: readonly number[];
  made: readonly number[];
  realId: string;
  madeId: string;
  trialId: string;
  /** From 0, in the order of presentation. */
  position: number;
  realSide: Side;
  /** Both are of one record. Those of two begin and end as their hearts do, and may. */
  ofOneRecord: boolean;
}

/**
 * Above zero where the cue points to the real tracing as the upper half of the pairs does. `before`: the pair that is
 * shown before this one.
 */
type Cue = (pair: SentPair, before: Pick<SentPair, 'realSide'> | undefined) => number;

/** What the tracing of a heart does not decide: where one of these tells, a pair cannot be shown. */
export const CUES_BESIDE: Record<string, Cue> = {
  'number of samples': ({ real, made }) => real.length - made.length,
  'first sample': ({ real, made }) => (real[0] ?? 0) - (made[0] ?? 0),
  'last sample': ({ real, made }) => (real.at(-1) ?? 0) - (made.at(-1) ?? 0),
  'flat ends': ({ real, made }) => flatEnds(real) - flatEnds(made),
  'parity of the last bit': ({ real, made }) => divisible(real, 2) - divisible(made, 2),
  'rounding to fives': ({ real, made }) => divisible(real, 5) - divisible(made, 5),
  'rounding to fours': ({ real, made }) => divisible(real, 4) - divisible(made, 4),
  'byte size': ({ realId, madeId, real, made }) => bytesBeside(realId, real) - bytesBeside(madeId, made),
  'order of the ids': ({ realId, madeId }) => (realId < madeId ? 1 : -1),
  'ids and that of the trial': ({ realId, madeId, trialId }) => Number(realId < trialId) - Number(madeId < trialId),
  'time of creation': ({ realId, madeId }) => Math.sign(timeOf(realId) - timeOf(madeId)),
  'place in the order': ({ position, realSide }) => signOf(position % 2 === 0, realSide),
  'side of the pair before': ({ realSide }, before) => (before ? signOf(before.realSide === 1, realSide) : 0),
};

/** Those of them that the hearts do decide where a pair is of two records. */
export const CUES_OF_ONE_RECORD: readonly string[] = ['first sample', 'last sample'];

/** What an attack may change of the tracing itself, and a reader may see. */
export const CUES_OF_THE_SIGNAL: Record<string, Cue> = {
  range: ({ real, made }) => rangeOf(real) - rangeOf(made),
  clipping: ({ real, made }) => atExtremes(real) - atExtremes(made),
  'byte size of the samples': ({ real, made }) => bytesOf(real) - bytesOf(made),
};

const divisible = (positions: readonly number[], by: number): number =>
  positions.length === 0 ? 0 : sumOf(positions, (value) => (value % by === 0 ? 1 : 0)) / positions.length;

const signOf = (points: boolean, side: Side): number => (points === (side === 1) ? 1 : -1);

/** Dithered tracings have hardly ever a longer run of equal positions; shorter ones depend on how much noise there is. */
const SHORTEST_FLAT_END = 10;

/** Samples in the runs of equal positions that the tracing begins and ends with. */
function flatEnds(positions: readonly number[]): number {
  const changed = positions.findIndex((value) => value !== positions[0]);
  if (changed < 0) return positions.length;
  const ends = [changed, positions.length - 1 - positions.findLastIndex((value) => value !== positions.at(-1))];
  return sumOf(ends, (run) => (run < SHORTEST_FLAT_END ? 0 : run));
}

const bytesOf = (sent: unknown): number => Buffer.byteLength(JSON.stringify(sent));

/** Of a tracing as it is sent, without its samples: their digits are the signal's. */
const bytesBeside = (id: string, samples: readonly number[]): number => bytesOf({ id, samples }) - bytesOf(samples);

/** Of a UUID that holds a time (versions 1, 6 and 7 of RFC 9562), as digits whose order is that of time; else 0. */
function timeOf(id: string): number {
  const found = /^([0-9a-f]{8})-([0-9a-f]{4})-([167])([0-9a-f]{3})-/i.exec(id);
  const [, first = '', second = '', version, third = ''] = found ?? [];
  if (version === undefined) return 0;
  return parseInt(
    version === '1' ? third + second + first : version === '6' ? first + second + third : first + second,
    16,
  );
}

const rangeOf = (positions: readonly number[]): number => {
  const [lowest, highest] = extremes(positions);
  return highest - lowest;
};

/** How many samples lie at the lowest and the highest position. */
function atExtremes(positions: readonly number[]): number {
  const [lowest, highest] = extremes(positions);
  return sumOf(positions, (value) => (value === lowest || value === highest ? 1 : 0));
}
