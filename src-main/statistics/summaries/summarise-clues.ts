import type { ClueRow } from '../../../src-shared/study/clue-fields.ts';
import { mean, sumOf } from '../../numeric/sums.ts';
import { groupRows, type Group } from './group-rows.ts';

/** What one reader marked in one pair that an attack made of one record. */
export interface Mark extends Pick<ClueRow, 'task' | 'question' | 'arm' | 'virtual'> {
  pairId: string;
  onChanged: boolean;
  fromS: number;
  toS: number;
}

/** |δ| of a pair, µV, sample by sample. */
export interface Perturbation {
  absUv: Float64Array;
  samplingHz: number;
}

/** Sums are kept for each tenth of a second, of which a span is a whole number. */
const TENTHS_PER_S = 10;
const SPANS_TENTHS = [1, 2, 5, 10, 20, 50, 100, 300, 600];
const MOST_SPANS = 150;

/** The marks of every arm over the |δ| of the pairs that they are in, which `of` gives. Yields after each pair. */
export function* summariseClues(
  marks: readonly Mark[],
  of: (pairId: string) => Perturbation,
): Generator<void, ClueRow[]> {
  const found: ClueRow[] = [];
  for (const arm of groupRows(marks, (mark) => JSON.stringify([mark.task, mark.arm])))
    found.push(...(yield* armRows(arm, of)));
  return found;
}

interface Tenth {
  total: number;
  samples: number;
}

function* armRows(marks: Group<Mark>, of: (pairId: string) => Perturbation): Generator<void, ClueRow[]> {
  const pairs = groupRows(marks, ({ pairId }) => pairId);
  const tenths: Tenth[] = [];
  const [within, elsewhere]: [number[], number[]] = [[], []];
  for (const pair of pairs) {
    const perturbation = of(pair[0].pairId);
    addTenths(tenths, perturbation);
    const means = pair.map((mark) => meanWithin(mark, perturbation)).filter((uv) => uv !== null);
    const outside = meanOutside(pair, perturbation);
    within.push(...means);
    if (outside !== null) elsewhere.push(...means.map(() => outside));
    yield;
  }
  const { task, question, arm } = marks[0];
  const common = {
    ...{ pairs: pairs.length, marks: marks.length },
    ...{ marked_uv: mean(within), elsewhere_uv: mean(elsewhere) },
    virtual: marks.some(({ virtual }) => virtual === 1) ? (1 as const) : (0 as const),
  };
  return spansOf(tenths).map(({ fromS, toS, parts }): ClueRow => {
    const samples = sumOf(parts, (part) => part.samples);
    const reach = marks.filter((mark) => mark.fromS < toS && mark.toS > fromS);
    return {
      ...{ task, question, arm, from_s: fromS, to_s: toS },
      mean_abs_delta_uv: samples === 0 ? null : sumOf(parts, (part) => part.total) / samples,
      marks_on_changed: reach.filter(({ onChanged }) => onChanged).length,
      marks_on_original: reach.filter(({ onChanged }) => !onChanged).length,
      ...common,
    };
  });
}

function addTenths(tenths: Tenth[], { absUv, samplingHz }: Perturbation): void {
  for (const [i, uv] of absUv.entries()) {
    const tenth = (tenths[Math.floor((i * TENTHS_PER_S) / samplingHz)] ??= { total: 0, samples: 0 });
    tenth.total += uv;
    tenth.samples += 1;
  }
}

/** Of both ends included. Null for a mark of no sample. */
const meanWithin = ({ fromS, toS }: Mark, { absUv, samplingHz }: Perturbation): number | null =>
  mean(absUv.slice(Math.ceil(fromS * samplingHz), Math.floor(toS * samplingHz) + 1));

/** Null where all of it is marked. */
function meanOutside(marks: readonly Mark[], { absUv, samplingHz }: Perturbation): number | null {
  const isMarked = (i: number): boolean =>
    marks.some(({ fromS, toS }) => i >= fromS * samplingHz && i <= toS * samplingHz);
  return mean(absUv.filter((_, i) => !isMarked(i)));
}

/** At most MOST_SPANS, all of one length. */
function spansOf(tenths: readonly Tenth[]): { fromS: number; toS: number; parts: Tenth[] }[] {
  const length = SPANS_TENTHS.find((each) => tenths.length / each <= MOST_SPANS) ?? tenths.length;
  return Array.from({ length: Math.ceil(tenths.length / length) }, (_, i) => ({
    ...{ fromS: (i * length) / TENTHS_PER_S, toS: ((i + 1) * length) / TENTHS_PER_S },
    // A rate below ten samples to the second leaves tenths without any.
    parts: tenths.slice(i * length, (i + 1) * length).filter((tenth) => tenth !== undefined),
  }));
}
