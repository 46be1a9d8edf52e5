import type { ClassList } from '../../../src-shared/class-list.ts';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { normOf } from '../../../src-shared/attacks/options.ts';
import type { AttackSummary } from '../../../src-shared/contract/attacks.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import type { Interval } from '../../../src-shared/interval.ts';

/** A run as the linter sees it. */
export interface EvaluatedRun {
  options: AttackOptions;
  split: Split;
  summary: AttackSummary;
  /** Of the model. */
  classes: ClassList;
  /** Its model gives probabilities that it rounded; their logarithms stand for its logits. */
  rebuiltLogits: boolean;
  /** Attacks can follow the gradient of its model. */
  hasGradient: boolean;
}

/** Another run of the same model and dataset, on the records that both could have fooled. */
export interface Comparison {
  options: AttackOptions;
  /** Attackable in both. */
  shared: number;
  /** Of the shared: fooled by the run that is linted, and by the other. */
  fooled: number;
  otherFooled: number;
  /** Exact McNemar test of the two on the shared records. */
  p: number;
}

/** The run's model as the target of a surrogate's examples. */
export interface Transferred {
  surrogate: string;
  options: AttackOptions;
  fooled: number;
  of: number;
  /** Wilson 95 %. */
  interval: Interval;
}

/** Success of an attack on the run's model against its budget. */
export interface BudgetCurve {
  /** Its ε and α are those of each point. */
  attack: AttackOptions;
  /** With Wilson's 95 % intervals. */
  points: { epsilonUnits: number; fooled: number; of: number; interval: Interval }[];
  /** Of the same attack with more effort, where somebody looked: a sentence for each that fools more than chance explains. */
  more?: readonly string[];
}

/** Where else the run's examples are used. */
export interface Uses {
  /** Trials of studies that show an example whose record was misclassified before the attack. */
  wrongInStudies: number;
  /** Tables of classes that this run is a row of: they count every record. */
  tables: number;
  /** Other models that the examples were shown to in a transfer, and how many of the run's records each was trained on. */
  judges: readonly { model: string; trainedOn: number }[];
}

export interface LintInput {
  run: EvaluatedRun;
  comparisons: readonly Comparison[];
  transfers: readonly Transferred[];
  curves: readonly BudgetCurve[];
  uses: Uses;
}

/** Compares what the rounding of saved signals leaves of the budgets, ⌊ε⌋ units, in one norm. */
export function sameBudget(a: AttackOptions, b: AttackOptions): boolean {
  return Math.floor(a.epsilonUnits) === Math.floor(b.epsilonUnits) && normOf(a) === normOf(b);
}
