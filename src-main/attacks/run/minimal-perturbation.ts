import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { atBudget } from '../../../src-shared/attacks/options.ts';
import { isFooled } from '../../../src-shared/attacks/outcome.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { predictRecords } from '../../ml/network/predict.ts';
import { batchesByLength } from '../../numeric/batching.ts';
import { classOf } from '../../numeric/logits.ts';
import { quantise } from '../objective/quantise.ts';
import { attackBatch } from './attack-batch.ts';

export interface MinimalPerturbationOptions {
  /** Its ε and α are replaced at each budget. */
  attack: AttackOptions;
  /** Whole ADC units. */
  maxEpsilonUnits: number;
  /** α as a share of ε. */
  alphaShare: number;
}

/** A record that can be attacked (isAttackable): the model classifies it as `label`. */
export interface SearchedRecord {
  /** x (n,), ADC units. */
  samples: Int16Array;
  label: ClassIndex;
  target: ClassIndex | null;
}

export interface SearchHooks {
  signal?: AbortSignal | undefined;
  /** In records, with fractions for those half searched. */
  onProgress?: ((done: number, message: string) => void) | undefined;
}

/**
 * The smallest ε in whole units at which this attack, run from its own start, fools each record, judged as it would be
 * stored; null where none up to the largest does. Every ε from 1 upwards is tried, since success is not monotone: one step
 * of FGSM may fool at 8 units and at none from 9 to 64, which bisection would not see. A smaller ε may be possible
 * for another attack. Throws as `attackBatch` does.
 */
export async function minimalPerturbations(
  classifier: Classifier,
  records: readonly SearchedRecord[],
  { attack, maxEpsilonUnits, alphaShare }: MinimalPerturbationOptions,
  { signal, onProgress }: SearchHooks = {},
): Promise<(number | null)[]> {
  const least = records.map((): number | null => null);
  for (let epsilonUnits = 1; epsilonUnits <= maxEpsilonUnits; epsilonUnits++) {
    const left = [...records.keys()].filter((index) => least[index] === null);
    if (left.length === 0) break;
    if (signal?.aborted) {
      throw new AppError('cancelled', `Stopped at ε ${epsilonUnits} in the search for the minimal perturbation.`);
    }
    const options = atBudget(attack, epsilonUnits, alphaShare);
    for (const positions of batchesByLength(
      left.map((index) => records[index]!.samples.length),
      classifier.rowsAtOnce,
    )) {
      const indices = positions.map((position) => left[position]!);
      const fooled = await areFooled(
        classifier,
        indices.map((index) => records[index]!),
        options,
        signal,
      );
      indices.forEach((index, i) => {
        if (fooled[i]) least[index] = epsilonUnits;
      });
    }
    const found = least.filter((units) => units !== null).length;
    const tried = (records.length - found) * (epsilonUnits / maxEpsilonUnits);
    onProgress?.(found + tried, `${found} of ${records.length} fooled up to ε ${epsilonUnits}`);
  }
  return least;
}

async function areFooled(
  classifier: Classifier,
  records: readonly SearchedRecord[],
  options: AttackOptions,
  signal: AbortSignal | undefined,
): Promise<boolean[]> {
  const batch = {
    x: records.map(({ samples }) => Float32Array.from(samples)),
    labels: records.map(({ label }) => label),
    targets: records.map(({ target }) => target),
  };
  const { adversarial } = await attackBatch(classifier, batch, options, { signal });
  const stored = records.map(({ samples }, i) => quantise(samples, adversarial[i]!, options));
  const logits = await predictRecords((x) => classifier.logits(x), stored, { signal });
  return records.map(({ label, target }, i) => isFooled(label, classOf(logits[i]!), target));
}
