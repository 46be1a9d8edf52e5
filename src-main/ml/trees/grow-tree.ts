import { MISSING_BIN } from './bins.ts';
import type { Tree } from '../files/trees-file.ts';

export interface TreeOptions {
  mostLeaves: number;
  leastRecords: number;
  l2: number;
  learningRate: number;
}

/** What a tree is grown for. */
export interface Slopes {
  /** First and second derivative of the loss by each record's score. */
  gradient: Float64Array;
  hessian: Float64Array;
}

interface Histogram {
  gradient: Float64Array;
  hessian: Float64Array;
  count: Float64Array;
}

interface Split {
  gain: number;
  feature: number;
  /** The last bin that goes left. */
  bin: number;
  missingLeft: boolean;
}

interface Leaf {
  node: number;
  records: Uint32Array;
  histogram: Histogram;
  gradient: number;
  hessian: number;
  split: Split | null;
}

const BINS = 256;
/** No child has less curvature than this: its value would be unbounded. */
const LEAST_HESSIAN = 1e-3;

/**
 * A regression tree for one Newton step of boosting (Friedman 2001; by histograms and best first, as LightGBM, Ke et al. 2017): it splits
 * the leaf whose best split lowers the loss most, until there are as many leaves as allowed. The value of a leaf is −rate · G/(H + l2). `bins[f][i]`: the bin
 * of feature f of record i; `limits`: as `binLimits` gives them. Also returns the leaf value of each record.
 */
export function growTree(
  bins: readonly Uint8Array[],
  limits: readonly Float64Array[],
  slopes: Slopes,
  options: TreeOptions,
): { tree: Tree; values: Float64Array } {
  const n = slopes.gradient.length;
  const tree: Tree = { feature: [-1], limit: [0], missingLeft: [0], left: [0], right: [0], value: [0] };
  const all = Uint32Array.from({ length: n }, (_, i) => i);
  const leafOf = (node: number, records: Uint32Array, histogram: Histogram): Leaf => {
    let [gradient, hessian] = [0, 0];
    for (const i of records) {
      gradient += slopes.gradient[i] as number;
      hessian += slopes.hessian[i] as number;
    }
    const leaf = { node, records, histogram, gradient, hessian };
    return { ...leaf, split: bestSplit(leaf, limits, options) };
  };
  const leaves = [leafOf(0, all, histogramOf(bins, all, slopes))];
  while (leaves.length < options.mostLeaves) {
    const best = leaves.reduce<Leaf | null>(
      (top, leaf) => (leaf.split && leaf.split.gain > (top?.split?.gain ?? 0) ? leaf : top),
      null,
    );
    if (!best?.split) break;
    const { node, records, histogram, split } = best;
    const { feature, bin, missingLeft } = split;
    const column = bins[feature] as Uint8Array;
    const goesLeft = (i: number): boolean => {
      const own = column[i] as number;
      return own === MISSING_BIN ? missingLeft : own <= bin;
    };
    const left = records.filter(goesLeft);
    const right = records.filter((i) => !goesLeft(i));
    const small = left.length < right.length ? left : right;
    const smallHistogram = histogramOf(bins, small, slopes);
    const largeHistogram = difference(histogram, smallHistogram);
    const next = tree.feature.length;
    tree.feature[node] = feature;
    tree.limit[node] = (limits[feature] as Float64Array)[bin - 1] as number;
    tree.missingLeft[node] = missingLeft ? 1 : 0;
    tree.left[node] = next;
    tree.right[node] = next + 1;
    tree.feature.push(-1, -1);
    for (const list of [tree.limit, tree.missingLeft, tree.left, tree.right, tree.value]) list.push(0, 0);
    leaves.splice(
      leaves.indexOf(best),
      1,
      leafOf(next, left, small === left ? smallHistogram : largeHistogram),
      leafOf(next + 1, right, small === left ? largeHistogram : smallHistogram),
    );
  }
  const values = new Float64Array(n);
  for (const { node, records, gradient, hessian } of leaves) {
    const value = (-options.learningRate * gradient) / (hessian + options.l2 + Number.EPSILON);
    tree.value[node] = value;
    for (const i of records) values[i] = value;
  }
  return { tree, values };
}

function histogramOf(bins: readonly Uint8Array[], records: Uint32Array, { gradient, hessian }: Slopes): Histogram {
  const size = bins.length * BINS;
  const sums = { gradient: new Float64Array(size), hessian: new Float64Array(size), count: new Float64Array(size) };
  for (const [feature, column] of bins.entries()) {
    const from = feature * BINS;
    for (const i of records) {
      const place = from + (column[i] as number);
      sums.gradient[place] = (sums.gradient[place] as number) + (gradient[i] as number);
      sums.hessian[place] = (sums.hessian[place] as number) + (hessian[i] as number);
      sums.count[place] = (sums.count[place] as number) + 1;
    }
  }
  return sums;
}

const difference = (whole: Histogram, part: Histogram): Histogram => ({
  gradient: whole.gradient.map((value, i) => value - (part.gradient[i] as number)),
  hessian: whole.hessian.map((value, i) => value - (part.hessian[i] as number)),
  count: whole.count.map((value, i) => value - (part.count[i] as number)),
});

function bestSplit(
  { records, histogram, gradient, hessian }: Omit<Leaf, 'split'>,
  limits: readonly Float64Array[],
  { leastRecords, l2 }: TreeOptions,
): Split | null {
  if (records.length < 2 * leastRecords) return null;
  const score = (g: number, h: number): number => (g * g) / (h + l2 + Number.EPSILON);
  const whole = score(gradient, hessian);
  let best: Split | null = null;
  for (const [feature, { length }] of limits.entries()) {
    const at = feature * BINS;
    const missing = {
      gradient: histogram.gradient[at] as number,
      hessian: histogram.hessian[at] as number,
      count: histogram.count[at] as number,
    };
    for (const missingLeft of missing.count > 0 ? [true, false] : [false]) {
      let [g, h, count] = missingLeft ? [missing.gradient, missing.hessian, missing.count] : [0, 0, 0];
      for (let bin = 1; bin <= length; bin += 1) {
        g += histogram.gradient[at + bin] as number;
        h += histogram.hessian[at + bin] as number;
        count += histogram.count[at + bin] as number;
        if (count < leastRecords || h < LEAST_HESSIAN) continue;
        if (records.length - count < leastRecords || hessian - h < LEAST_HESSIAN) break;
        const gain = score(g, h) + score(gradient - g, hessian - h) - whole;
        if (gain > (best?.gain ?? 0)) best = { gain, feature, bin, missingLeft };
      }
    }
  }
  return best;
}
