import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { isAttackable } from '../../../src-shared/attacks/outcome.ts';
import { attackAndJudge } from '../../attacks/run/attack-and-judge.ts';
import { findUniversal } from '../../attacks/run/universal-attack.ts';
import { readRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import { batchesByLength } from '../../numeric/batching.ts';
import type { TaskContext } from './context.ts';
import { withClassifier } from './with-classifier.ts';

export interface FindUniversalInput {
  packPath: string;
  modelFolder: string;
  options: OptionsOf<'universal'>;
}

export interface FindUniversalOutput {
  /** (patternSamples,), ADC units. */
  pattern: Float64Array;
  /** Of the records that it was found on. */
  attackable: number;
  fooled: number;
}

/** Records that share a step: few enough that a hundred are several batches. */
const AT_ONCE = 16;

/** Finds one perturbation for all records of a pack. */
export function findUniversalTask(input: FindUniversalInput, context: TaskContext): Promise<FindUniversalOutput> {
  const { packPath, modelFolder, options } = input;
  const { signal, progress } = context;
  return withClassifier(modelFolder, async (classifier) => {
    const records = [...readRecordPack(packPath)];
    const chosen = batchesByLength(
      records.map(({ samples }) => samples.length),
      (samples) => Math.min(AT_ONCE, classifier.rowsAtOnce?.(samples) ?? AT_ONCE),
    ).map((indices) => indices.map((index) => records[index] as PackedRecord));
    const batches = chosen.map((batch) => ({
      x: batch.map(({ samples }) => Float32Array.from(samples)),
      labels: batch.map(({ label }) => label),
    }));
    const onStep = (step: number, steps: number): void =>
      progress({
        done: step,
        total: steps,
        unit: 'steps',
        message: `Step ${step} of ${steps} towards one perturbation`,
      });
    const pattern = await findUniversal(classifier, batches, options, { signal, onStep });
    let [attackable, fooled] = [0, 0];
    for (const batch of chosen) {
      const judged = await attackAndJudge(classifier, batch, options, { signal }, options, pattern);
      const open = judged.filter((record) => isAttackable(record, options));
      attackable += open.length;
      fooled += open.filter((record) => record.fooled).length;
    }
    return { pattern, attackable, fooled };
  });
}
