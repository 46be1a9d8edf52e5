import type { WorstCase } from '../../../src-shared/analyses/robustness.ts';
import { proportionOf } from './proportion.ts';

/** What one attack, or one analysis of several budgets, showed of records of a model. */
export interface Trial {
  /** The attack and its effort, in words. */
  attack: string;
  /** Whether it judged its records at this budget, by its own norm and goal. */
  judges: (epsilonUv: number) => boolean;
  records: readonly {
    record: string;
    /** Classified correctly before the attack. */
    isCorrect: boolean;
    /** The largest |δ| of a perturbation that takes the label away, µV; null: none was found. */
    brokenAtUv: number | null;
  }[];
}

/**
 * The worst case at each budget (Croce and Hein 2020: per record, over all attacks). The records are those that some trial
 * judged at that very budget, so that which records count does not depend on how they fared. A record is robust if it
 * was classified correctly and no perturbation of any trial, of this size or a smaller one, takes its label away. Null
 * where nothing was judged.
 */
export function worstCases(trials: readonly Trial[], epsilonsUv: readonly number[]): (WorstCase | null)[] {
  const least = new Map<string, number>();
  const wrong = new Set<string>();
  for (const { record, isCorrect, brokenAtUv } of trials.flatMap(({ records }) => records)) {
    if (!isCorrect) wrong.add(record);
    least.set(record, Math.min(brokenAtUv ?? Infinity, least.get(record) ?? Infinity));
  }
  return epsilonsUv.map((epsilonUv) => {
    const judging = trials.filter(({ judges }) => judges(epsilonUv));
    const names = [...new Set(judging.flatMap(({ records }) => records.map(({ record }) => record)))];
    if (names.length === 0) return null;
    const correct = names.filter((name) => !wrong.has(name));
    const stand = correct.filter((name) => (least.get(name) ?? Infinity) > epsilonUv + TOLERANCE_UV);
    return {
      epsilonUv,
      correct: correct.length,
      robust: proportionOf(stand.length, names.length),
      attacks: [...new Set(judging.map(({ attack }) => attack))].sort(),
    };
  });
}

/** For sizes that were computed from units and a gain. */
const TOLERANCE_UV = 1e-6;
