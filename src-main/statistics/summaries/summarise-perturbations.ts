import type { PerturbationSize, PerturbedPair } from '../../../src-shared/study/visibility-budget.ts';
import { quartiles } from '../quartiles.ts';

/** The sizes of the perturbations of each arm, in the order in which the arms first occur. */
export function summarisePerturbations(pairs: readonly PerturbedPair[]): PerturbationSize[] {
  const byArm = Map.groupBy(pairs, ({ task, arm }) => `${task}/${arm}`);
  return [...byArm.values()].flatMap((members) => {
    const [first] = members;
    if (!first) return [];
    const values = members.map(({ linfUv }) => linfUv);
    const uv = { min: Math.min(...values), median: quartiles(values).median, max: Math.max(...values) };
    return [{ task: first.task, arm: first.arm, pairs: values.length, uv }];
  });
}
