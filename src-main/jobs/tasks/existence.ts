import type { RecordId } from '../../../src-shared/record-id.ts';
import type { KernelSet } from '../../../src-shared/attacks/fields.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { explore, type Exploration, type ExploreOptions } from '../../attacks/existence/explore.ts';
import { averagedKernel } from '../../attacks/smoothing/kernels.ts';
import { idOf, readRecordPack, writeRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import type { TaskContext } from './context.ts';
import { classesOf, withClassifier } from './with-classifier.ts';

export interface ExistenceInput extends ExploreOptions {
  /** Of the attack. */
  epsilonUnits: number;
  kernels: KernelSet;
  /** The records and, in the same order, their examples. */
  originalsPath: string;
  examplesPath: string;
  /** The class of each example, as judged. */
  adversarialClasses: ClassIndex[];
  /** Where the bands go: `low` and `high` of each example that has one, under the id of its record. */
  bandsPath: string;
  modelFolder: string;
}

export interface ExploredExample extends Omit<Exploration, 'span'> {
  /** Of the record, as in the pack. */
  id: RecordId;
}

export interface ExistenceOutput {
  engine: string;
  examples: ExploredExample[];
}

/** Explores the neighbourhood of each example of a pack, one after another. */
export function existenceTask(input: ExistenceInput, { signal, progress }: TaskContext): Promise<ExistenceOutput> {
  const { epsilonUnits, kernels, adversarialClasses, draws, sigmaUnits, han2020, seed } = input;
  const kernel = averagedKernel(kernels);
  // Three procedures (five with the scripts' two), each with its control; fewer if one yields nothing.
  const signals = draws * 2 * (han2020 ? 5 : 3);
  return withClassifier(input.modelFolder, async (classifier, engine) => {
    const originals = [...readRecordPack(input.originalsPath)];
    const adversarial = [...readRecordPack(input.examplesPath)];
    const total = originals.length;
    const examples: ExploredExample[] = [];
    const bands = async function* (): AsyncGenerator<PackedRecord> {
      for (const [index, record] of originals.entries()) {
        const { samples } = adversarial[index] as PackedRecord;
        const near = { original: record.samples, adversarial: samples, epsilonUnits, kernel };
        const classes = { label: record.label, adversarialClass: adversarialClasses[index] as ClassIndex };
        let judged = 0;
        const onSignals = (count: number): void => {
          judged += count;
          progress({
            done: index + Math.min(judged / signals, 1),
            total,
            unit: 'examples',
            message: `Example ${index + 1} of ${total} (${record.name}): ${judged} of ${signals} signals judged`,
          });
        };
        const { span, ...counts } = await explore(
          (some) => classesOf(classifier, some, { signal }),
          near,
          classes,
          { draws, sigmaUnits, han2020, seed },
          onSignals,
        );
        examples.push({ id: idOf(record), ...counts });
        if (span) {
          yield { ...record, name: 'low', samples: span.low };
          yield { ...record, name: 'high', samples: span.high };
        }
      }
    };
    await writeRecordPack(input.bandsPath, bands());
    return { engine, examples };
  });
}
