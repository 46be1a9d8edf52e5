import { targetOf, type AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { judgeNoise } from '../../attacks/outcome/noise-control.ts';
import { openRecordPack, type PackedRecord, type RecordPack } from '../../ecg/dataset/record-pack.ts';
import { loadClassifier } from '../../ml/network/classifier.ts';
import { openEngine } from '../../ml/engine/engine.ts';
import { predictRecords } from '../../ml/network/predict.ts';
import { classOf } from '../../numeric/logits.ts';
import type { TaskContext } from './context.ts';

export interface JudgeTransferInput {
  /** Two packs with the same records in the same order: as they are, and as another model's attack left them. */
  originalsPath: string;
  examplesPath: string;
  /** Of the model that judges. */
  modelFolder: string;
  options: AttackOptions;
}

export interface TransferredExample {
  /** Of the record, as in the packs. */
  id: string;
  label: ClassIndex;
  /** The judge's classes of x and of x′ as it is stored. */
  classBefore: ClassIndex;
  classAfter: ClassIndex;
  /** A random direction of δ's size and spectrum fools the judge. */
  noiseFooled: boolean;
}

export interface JudgeTransferOutput {
  engine: string;
  examples: TransferredExample[];
}

/** Lets one model judge what was made to fool another, in three forward passes a record. */
export async function judgeTransferTask(
  input: JudgeTransferInput,
  { signal, progress }: TaskContext,
): Promise<JudgeTransferOutput> {
  const { options } = input;
  const engine = await openEngine();
  const classifier = await loadClassifier(input.modelFolder);
  const originals = openRecordPack(input.originalsPath);
  const examples = openRecordPack(input.examplesPath);
  try {
    const before = all(originals);
    const after = all(examples);
    const total = 3 * before.length;
    const hooks = (offset: number) => ({
      signal,
      onProgress: (done: number): void =>
        progress({
          done: offset + done,
          total,
          unit: 'signals',
          message: `${offset + done} of ${total} signals judged`,
        }),
    });
    const classes = async (records: PackedRecord[], offset: number): Promise<ClassIndex[]> => {
      const signals = records.map(({ samples }) => samples);
      return (await predictRecords((x) => classifier.logits(x), signals, hooks(offset))).map(classOf);
    };
    const classesBefore = await classes(before, 0);
    const classesAfter = await classes(after, before.length);
    const attacked = before.map(({ samples, label }, i) => ({
      original: samples,
      adversarial: after[i]!.samples,
      originalClass: classesBefore[i]!,
      target: targetOf(options, label),
    }));
    const noise = await judgeNoise(classifier, attacked, options.epsilonUnits, hooks(2 * before.length));
    return {
      engine: engine.version,
      examples: before.map(({ id, label }, i) => ({
        id: String(id),
        label,
        classBefore: classesBefore[i]!,
        classAfter: classesAfter[i]!,
        noiseFooled: noise[i]!,
      })),
    };
  } finally {
    originals.close();
    examples.close();
    classifier.dispose();
  }
}

function all(pack: RecordPack): PackedRecord[] {
  return pack.records.map((_, place) => pack.read(place));
}
