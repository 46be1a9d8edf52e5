import type { Boosted, Tree } from '../files/trees-file.ts';

/** The scores (logits) of the classes for the features of a record, in the order of `features`; NaN is missing. */
export function scoresOf({ base, rounds }: Pick<Boosted, 'base' | 'rounds'>, features: ArrayLike<number>): number[] {
  const scores = [...base];
  for (const round of rounds)
    for (const [label, tree] of round.entries()) scores[label] = (scores[label] as number) + valueOf(tree, features);
  return scores;
}

function valueOf({ feature, limit, missingLeft, left, right, value }: Tree, features: ArrayLike<number>): number {
  let node = 0;
  while ((feature[node] as number) >= 0) {
    const own = features[feature[node] as number] as number;
    const goesLeft = Number.isNaN(own) ? missingLeft[node] === 1 : own <= (limit[node] as number);
    node = (goesLeft ? left[node] : right[node]) as number;
  }
  return value[node] as number;
}
