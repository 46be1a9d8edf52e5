import { sumOf } from '../../numeric/sums.ts';
import type { Side } from '../../../src-shared/questions/side.ts';

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
}

/** How often a cue that says nothing of a heart is greater in the real tracing than in the other: half, if it tells nothing. */
export interface CueArea {
  cue: string;
  /** Area under the curve of the pairs: a pair in which both are equal is half. */
  area: number;
  pairs: number;
}

/** Above zero where the cue points to the real tracing as the upper half of the pairs does. */
type Cue = (pair: SentPair, before: SentPair | undefined) => number;

const divisible = (positions: readonly number[], by: number): number =>
  positions.length === 0 ? 0 : sumOf(positions, (value) => (value % by === 0 ? 1 : 0)) / positions.length;

const signOf = (points: boolean, side: Side): number => (points === (side === 1) ? 1 : -1);

/** Nothing that the tracing of a heart decides: what the drawn signal tells is measured, and no reason to refuse. */
const CUES: Record<string, Cue> = {
  'number of samples': ({ real, made }) => real.length - made.length,
  'first sample': ({ real, made }) => (real[0] ?? 0) - (made[0] ?? 0),
  'last sample': ({ real, made }) => (real.at(-1) ?? 0) - (made.at(-1) ?? 0),
  'parity of the last bit': ({ real, made }) => divisible(real, 2) - divisible(made, 2),
  'rounding to fives': ({ real, made }) => divisible(real, 5) - divisible(made, 5),
  'rounding to fours': ({ real, made }) => divisible(real, 4) - divisible(made, 4),
  'order of the ids': ({ realId, madeId }) => (realId < madeId ? 1 : -1),
  'ids and that of the trial': ({ realId, madeId, trialId }) => Number(realId < trialId) - Number(madeId < trialId),
  'place in the order': ({ position, realSide }) => signOf(position % 2 === 0, realSide),
  'side of the pair before': ({ realSide }, before) => (before ? signOf(before.realSide === 1, realSide) : 0),
};

/** The area of each cue, for pairs in the order of presentation. */
export function cueAreas(pairs: readonly SentPair[]): CueArea[] {
  return Object.entries(CUES).map(([cue, of]) => ({
    cue,
    area: sumOf(pairs, (pair, i) => (Math.sign(of(pair, pairs[i - 1])) + 1) / 2) / Math.max(1, pairs.length),
    pairs: pairs.length,
  }));
}
