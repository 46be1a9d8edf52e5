import type { AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { explore, type Exploration, type ExploreOptions } from '../../attacks/existence/explore.ts';
import { averagedKernel } from '../../attacks/smoothing/kernels.ts';
import { openRecordPack, writeRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import { loadClassifier } from '../../ml/network/classifier.ts';
import { openEngine } from '../../ml/engine/engine.ts';
import { predictRecords } from '../../ml/network/predict.ts';
import { classOf } from '../../numeric/logits.ts';
import type { TaskContext } from './context.ts';

export interface ExistenceInput extends ExploreOptions, Pick<AttackOptions, 'epsilonUnits' | 'kernels'> {
  /** The records and, in the same order, their examples. */
  originalsPath: string;
  examplesPath: string;
  /** Of each example, as it was judged. */
  adversarialClasses: ClassIndex[];
  /** Where the bands go: `low` and `high` of each example that has one, under the id of its record. */
  bandsPath: string;
  modelFolder: string;
}

export interface ExploredExample extends Omit<Exploration, 'span'> {
  /** Of the record, as in the pack. */
  id: string;
}

export interface ExistenceOutput {
  engine: string;
  examples: ExploredExample[];
}

/** Explores the neighbourhood of each example of a pack, one after the other. */
export async function existenceTask(input: ExistenceInput, context: TaskContext): Promise<ExistenceOutput> {
  const { epsilonUnits, kernels, adversarialClasses, draws, sigmaUnits, han2020, seed } = input;
  const engine = await openEngine();
  const classifier = await loadClassifier(input.modelFolder);
  const originals = openRecordPack(input.originalsPath);
  const adversarial = openRecordPack(input.examplesPath);
  const total = originals.records.length;
  const kernel = averagedKernel(kernels);
  // Three procedures (five with the scripts' two), each with its control; fewer where one makes nothing.
  const signals = draws * 2 * (han2020 ? 5 : 3);
  const classify = async (some: readonly Int16Array[]): Promise<ClassIndex[]> =>
    (await predictRecords((x) => classifier.logits(x), some, { signal: context.signal })).map(classOf);
  try {
    const examples: ExploredExample[] = [];
    const bands = async function* (): AsyncGenerator<PackedRecord> {
      for (let place = 0; place < total; place++) {
        const record = originals.read(place);
        const near = { original: record.samples, adversarial: adversarial.read(place).samples, epsilonUnits, kernel };
        const classes = { label: record.label, adversarialClass: adversarialClasses[place] as ClassIndex };
        let judged = 0;
        const { span, ...counts } = await explore(
          classify,
          near,
          classes,
          { draws, sigmaUnits, han2020, seed },
          (count) => {
            judged += count;
            context.progress({
              done: place + Math.min(judged / signals, 1),
              total,
              unit: 'examples',
              message: `Example ${place + 1} of ${total} (${record.name}): ${judged} of ${signals} signals judged`,
            });
          },
        );
        examples.push({ id: String(record.id), ...counts });
        if (span) {
          yield { ...record, name: 'low', samples: span.low };
          yield { ...record, name: 'high', samples: span.high };
        }
      }
    };
    await writeRecordPack(input.bandsPath, bands());
    return { engine: engine.version, examples };
  } finally {
    originals.close();
    adversarial.close();
    classifier.dispose();
  }
}
