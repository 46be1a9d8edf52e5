import { sumOf } from '../../numeric/sums.ts';
import { CUES_BESIDE, CUES_OF_ONE_RECORD, CUES_OF_THE_SIGNAL, type SentPair } from './leak-cues.ts';
import { tellByFold } from './tell-apart.ts';

/** How often a cue is greater in the real tracing than in the other: half, if it tells nothing. */
export interface CueArea {
  cue: string;
  /** Area under the curve of the pairs: a pair in which both are equal is half. */
  area: number;
  pairs: number;
  /** Of the drawn signal: measured, and no reason to refuse. */
  isSignal: boolean;
}

/** Of a regression that learned from the other pairs what all cues beside the signal say together. */
export const ALL_TOGETHER = 'all of these together';

const CUES = [...Object.entries(CUES_BESIDE), ...Object.entries(CUES_OF_THE_SIGNAL)];
const BESIDE = Object.keys(CUES_BESIDE).length;

/** Each cue of a pair, real less made (0 for one that says nothing of this pair); the values that cueAreas takes. `before`: the pair that is shown before. */
export function cueValues(pair: SentPair, before: Pick<SentPair, 'realSide'> | undefined): number[] {
  return CUES.map(([cue, of]) => (pair.ofOneRecord || !CUES_OF_ONE_RECORD.includes(cue) ? of(pair, before) : 0));
}

/** The area of each cue and of all together, for the values of each pair. */
export function* cueAreas(pairs: readonly (readonly number[])[]): Generator<void, CueArea[]> {
  const n = pairs.length;
  const areaOf = (points: (values: readonly number[]) => number): number =>
    sumOf(pairs, (values) => (Math.sign(points(values)) + 1) / 2) / Math.max(1, n);
  const areas = CUES.map(([cue], at) => ({
    ...{ cue, pairs: n, isSignal: at >= BESIDE },
    area: areaOf((values) => values[at]!),
  }));
  let right = 0;
  for (const told of tellByFold(pairs.map((values) => values.slice(0, BESIDE)))) {
    right += told;
    yield;
  }
  const together = { cue: ALL_TOGETHER, area: right / Math.max(1, n), pairs: n, isSignal: false };
  return [...areas.slice(0, BESIDE), together, ...areas.slice(BESIDE)];
}
