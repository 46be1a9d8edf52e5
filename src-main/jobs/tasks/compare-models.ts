import type { ClassList } from '../../../src-shared/class-list.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import {
  bootstrapDifferences,
  subtractScores,
  type AllIntervals,
  type PlainScores,
} from '../../ml/scores/bootstrap.ts';
import { parseGraph } from '../../ml/network/graph.ts';
import { scorePredictions } from '../../ml/scores/metrics.ts';
import { modelSize, type ModelSize } from '../../ml/network/model-size.ts';
import { readCard } from '../../ml/files/card-file.ts';
import { readNetworkFile } from '../../ml/files/network-file.ts';
import { nodesOf, readTreesFile } from '../../ml/files/trees-file.ts';
import { readModel } from '../../ml/files/read-model.ts';
import type { TaskContext } from './context.ts';

export interface CompareModelsInput {
  truth: ClassIndex[];
  /** Those of every model. */
  classes: ClassList;
  /** The class that each model predicts for each record, in the order of the truth. */
  models: { folder: string; predicted: ClassIndex[] }[];
}

/** Two models by their indices; differences are the second minus the first. */
export interface ComparedPair {
  first: number;
  second: number;
  /** Records that only one of them got right. */
  onlyFirst: number;
  onlySecond: number;
  difference: PlainScores;
  intervals: AllIntervals;
}

/** Of an imported network only its parameters are known. */
export type ComparedSize = Pick<ModelSize, 'parameters'> & Partial<ModelSize>;

export interface CompareModelsOutput {
  sizes: ComparedSize[];
  pairs: ComparedPair[];
}

/** Sizes of the models for 30 s, and every pair of them on the same records. Needs no engine. */
export async function compareModelsTask(
  { truth, classes, models }: CompareModelsInput,
  { signal, progress }: TaskContext,
): Promise<CompareModelsOutput> {
  const sizes: ComparedSize[] = [];
  for (const { folder } of models) {
    sizes.push(sizeOf(folder));
  }
  const indexPairs = models.flatMap((_, first) =>
    models.slice(first + 1).map((_, k) => [first, first + 1 + k] as const),
  );
  const pairs: ComparedPair[] = [];
  for (const [first, second] of indexPairs) {
    signal.throwIfAborted();
    const [a, b] = [first, second].map((index) => models[index]?.predicted ?? []) as [ClassIndex[], ClassIndex[]];
    const onlyOne = (x: ClassIndex[], y: ClassIndex[]): number =>
      truth.filter((label, i) => x[i] === label && y[i] !== label).length;
    pairs.push({
      first,
      second,
      onlyFirst: onlyOne(a, b),
      onlySecond: onlyOne(b, a),
      difference: subtractScores(scorePredictions(truth, b, classes), scorePredictions(truth, a, classes)),
      intervals: bootstrapDifferences(truth, a, b, {}, classes),
    });
    const [done, total] = [pairs.length, indexPairs.length];
    progress({ done, total, unit: 'pairs', message: `${done} of ${total} pairs of models compared` });
  }
  return { sizes, pairs };
}

function sizeOf(folder: string): ComparedSize {
  const network = readNetworkFile(folder);
  if (network !== undefined) {
    const { gigaMacsFor30Seconds: gigaMacs } = readCard(folder);
    return { parameters: network.parameters, ...(gigaMacs === undefined ? {} : { gigaMacs }) };
  }
  const trees = readTreesFile(folder);
  if (trees !== undefined) return { parameters: nodesOf(trees) };
  const { topology, weights } = readModel(folder);
  return modelSize(parseGraph(topology), weights, 9000);
}
