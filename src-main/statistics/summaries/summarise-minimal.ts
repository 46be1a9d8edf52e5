import type { MinimalPerturbationResult } from '../../../src-shared/analyses/minimal-perturbation.ts';
import { bootstrap, middle95 } from '../../numeric/bootstrap.ts';

type PerRecord = MinimalPerturbationResult['perRecord'];
type Median = MinimalPerturbationResult['medians'][number];

/** The medians of all classes together and of each of so many classes. */
export function mediansOf(perRecord: PerRecord, classes: number): Median[] {
  return [null, ...Array(classes).keys()].map((ofClass) => {
    const values = perRecord
      .filter(({ label }) => ofClass === null || label === ofClass)
      .map(({ leastUv }) => leastUv ?? Infinity);
    return { class: ofClass, records: values.length, ...medianOf(values) };
  });
}

/** Infinity: more than the largest ε. The interval is a 95 % bootstrap over records; none for fewer than two. */
function medianOf(values: readonly number[]): Pick<Median, 'medianUv' | 'interval'> {
  if (values.length === 0) return { medianUv: null, interval: [null, null] };
  const medianUv = finite(lowerMedian(values));
  if (values.length === 1) return { medianUv, interval: [null, null] };
  const medians = bootstrap(values.length, {}, (indices) => lowerMedian(indices.map((i) => values[i] as number)));
  const [low, high] = middle95(medians);
  return { medianUv, interval: [finite(low), finite(high)] };
}

/** The smallest value that at least half of the values do not exceed. */
function lowerMedian(values: readonly number[]): number {
  return Float64Array.from(values).sort()[Math.ceil(values.length / 2) - 1] as number;
}

const finite = (value: number): number | null => (value === Infinity ? null : value);
