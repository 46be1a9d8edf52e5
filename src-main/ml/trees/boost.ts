import { binLimits, binned } from './bins.ts';
import { growTree, type TreeOptions } from './grow-tree.ts';
import type { Boosted } from '../files/trees-file.ts';
import { scoresOf } from './scores.ts';
import { classOf, softmax } from '../../numeric/logits.ts';
import { mean, sumOf } from '../../numeric/sums.ts';

export interface BoostOptions extends TreeOptions {
  rounds: number;
  /** Ends after this many rounds without a lower loss on the validation records; 0: never. */
  patience: number;
}

/** Features of records, [record][feature], with their labels. */
export interface Labelled {
  x: readonly ArrayLike<number>[];
  y: readonly number[];
  /** Of each record in the loss; 1 if left out. */
  weights?: readonly number[];
}

export interface BoostRound {
  round: number;
  /** Cross-entropy and share right of the validation records. */
  loss: number;
  accuracy: number;
}

export interface BoostHooks {
  signal?: AbortSignal | undefined;
  onRound?: ((round: BoostRound) => void) | undefined;
}

/**
 * Gradient boosting of trees for classes by the softmax loss (Friedman 2001), one tree for each class in every round; the
 * rounds up to the lowest loss on the validation records are kept. Deterministic. `features`: their names.
 */
export async function boost(
  features: readonly string[],
  classes: number,
  train: Labelled,
  validation: Labelled,
  options: BoostOptions,
  { signal, onRound }: BoostHooks = {},
): Promise<{ model: Boosted; history: BoostRound[] }> {
  const columns = features.map((_, f) => Float64Array.from(train.x, (row) => row[f] as number));
  const limits = binLimits(columns);
  const bins = columns.map((column, f) => binned(column, limits[f] as Float64Array));
  const weights = train.weights ?? train.y.map(() => 1);
  const model: Boosted = { features: [...features], base: priorOf(train.y, weights, classes), rounds: [] };
  const scores = train.x.map(() => [...model.base]);
  const heldOut = validation.x.map(() => [...model.base]);
  const history: BoostRound[] = [];
  let best = { loss: Infinity, rounds: 0 };
  for (let round = 1; round <= options.rounds; round += 1) {
    const shares = scores.map((row) => softmax(row));
    const trees = Array.from({ length: classes }, (_, k) => {
      const gradient = Float64Array.from(
        shares,
        (p, i) => (weights[i] as number) * ((p[k] as number) - (train.y[i] === k ? 1 : 0)),
      );
      const hessian = Float64Array.from(
        shares,
        (p, i) => (weights[i] as number) * (p[k] as number) * (1 - (p[k] as number)),
      );
      const { tree, values } = growTree(bins, limits, { gradient, hessian }, options);
      for (const [i, row] of scores.entries()) row[k] = (row[k] as number) + (values[i] as number);
      return tree;
    });
    model.rounds.push(trees);
    const step = { base: model.base.map(() => 0), rounds: [trees] };
    for (const [i, row] of heldOut.entries())
      for (const [k, added] of scoresOf(step, validation.x[i] as ArrayLike<number>).entries())
        row[k] = (row[k] as number) + added;
    const told = { round, ...scoreOf(heldOut, validation.y) };
    history.push(told);
    onRound?.(told);
    if (told.loss < best.loss) best = { loss: told.loss, rounds: round };
    if (options.patience > 0 && round - best.rounds >= options.patience) break;
    signal?.throwIfAborted();
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  if (heldOut.length > 0 && options.patience > 0) model.rounds.length = best.rounds;
  return { model, history };
}

/** Logarithms of the shares of the classes, their mean taken away. */
function priorOf(y: readonly number[], weights: readonly number[], classes: number): number[] {
  const all = sumOf(weights, (weight) => weight);
  const logs = Array.from({ length: classes }, (_, k) =>
    Math.log(Math.max(1e-9, sumOf(y, (label, i) => (label === k ? (weights[i] as number) : 0)) / all)),
  );
  const middle = mean(logs) ?? 0;
  return logs.map((value) => value - middle);
}

function scoreOf(scores: readonly number[][], y: readonly number[]): { loss: number; accuracy: number } {
  const losses = scores.map((row, i) => -Math.log(Math.max(1e-12, softmax(row)[y[i] as number] as number)));
  const right = scores.filter((row, i) => classOf(row) === y[i]).length;
  return { loss: mean(losses) ?? NaN, accuracy: right / scores.length };
}
