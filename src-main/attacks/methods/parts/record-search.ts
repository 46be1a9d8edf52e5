import { targetOf } from '../../../../src-shared/attacks/options.ts';
import type { ClassIndex } from '../../../../src-shared/ecg.ts';
import type { AttackOptions } from '../../../../src-shared/attacks/index.ts';
import type { AttackBatch, ValidRange } from '../../objective/batch.ts';

/** One record of a batch that an attack without a gradient asks the model about. */
export interface RecordSearch {
  /** In the batch. */
  index: number;
  x: Float32Array;
  original: Int16Array;
  valid: ValidRange;
  label: ClassIndex;
  target: ClassIndex | null;
  queries: number;
}

export function openRecord(batch: AttackBatch, index: number, options: Pick<AttackOptions, 'target'>): RecordSearch {
  const x = batch.x[index]!;
  const label = batch.labels[index]!;
  return {
    ...{ index, x, label, queries: 0 },
    original: Int16Array.from(x),
    valid: batch.valid?.[index] ?? { start: 0, end: x.length },
    target: batch.targets ? batch.targets[index]! : targetOf(options, label),
  };
}
