import type { RecordId } from '../../../src-shared/record-id.ts';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { targetOf } from '../../../src-shared/attacks/options.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { judgeNoise } from '../../attacks/outcome/noise-control.ts';
import { idOf, readRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import type { PredictHooks } from '../../ml/network/predict.ts';
import type { TaskContext } from './context.ts';
import { classesOf, withClassifier } from './with-classifier.ts';

export interface JudgeTransferInput {
  /** Two packs with the same records in the same order: the originals, and as another model's attack left them. */
  originalsPath: string;
  examplesPath: string;
  /** Of the model that judges. */
  modelFolder: string;
  options: AttackOptions;
}

export interface TransferredExample {
  /** Of the record, as in the packs. */
  id: RecordId;
  label: ClassIndex;
  /** The judge's classes of x and of x′ as stored. */
  classBefore: ClassIndex;
  classAfter: ClassIndex;
  /** A random direction of δ's size and spectrum fools the judge. */
  noiseFooled: boolean;
}

export interface JudgeTransferOutput {
  engine: string;
  examples: TransferredExample[];
}

/** Lets one model judge what was made to fool another, in three forward passes per record. */
export function judgeTransferTask(
  input: JudgeTransferInput,
  { signal, progress }: TaskContext,
): Promise<JudgeTransferOutput> {
  const { options } = input;
  return withClassifier(input.modelFolder, async (classifier, engine) => {
    const before = [...readRecordPack(input.originalsPath)];
    const after = [...readRecordPack(input.examplesPath)];
    const total = 3 * before.length;
    const hooks = (offset: number): PredictHooks => ({
      signal,
      onProgress: (judged) => {
        const done = offset + judged;
        progress({ done, total, unit: 'signals', message: `${done} of ${total} signals judged` });
      },
    });
    const classify = (records: readonly PackedRecord[], offset: number): Promise<ClassIndex[]> =>
      classesOf(
        classifier,
        records.map(({ samples }) => samples),
        hooks(offset),
      );
    const classesBefore = await classify(before, 0);
    const classesAfter = await classify(after, before.length);
    const attacked = before.map(({ samples, label }, i) => ({
      original: samples,
      adversarial: after[i]!.samples,
      originalClass: classesBefore[i]!,
      target: targetOf(options, label),
    }));
    const noise = await judgeNoise(classifier, attacked, options, options, hooks(2 * before.length));
    return {
      engine,
      examples: before.map((record, i) => ({
        id: idOf(record),
        label: record.label,
        classBefore: classesBefore[i]!,
        classAfter: classesAfter[i]!,
        noiseFooled: noise[i]!,
      })),
    };
  });
}
