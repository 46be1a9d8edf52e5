import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import { readRecordPack } from '../../ecg/dataset/record-pack.ts';
import { recordFeatures } from '../../ecg/measure/features/record-features.ts';
import type { TaskContext } from './context.ts';

export interface FeaturesOutput {
  /** Their names; null without records. */
  features: string[] | null;
  /** In the order of the pack; null where a feature is missing, as without beats. */
  records: { label: ClassIndex; split: Split; values: (number | null)[] }[];
}

/** Measures the features of every record of a pack. */
export async function featuresTask(
  { packPath }: { packPath: string },
  { signal, progress }: TaskContext,
): Promise<FeaturesOutput> {
  const all = [...readRecordPack(packPath)];
  const records: FeaturesOutput['records'] = [];
  let features: string[] | null = null;
  for (const { label, split, ...recording } of all) {
    const measured = recordFeatures(recording);
    features ??= [...measured.keys()];
    records.push({ label, split, values: [...measured.values()].map((value) => (Number.isNaN(value) ? null : value)) });
    const done = records.length;
    progress({ done, total: all.length, unit: 'records', message: `${done} of ${all.length} records measured` });
    if (done % 20 === 0) await new Promise<void>((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
  return { features, records };
}
