import type { KernelSet } from '../../../src-shared/attacks/fields.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { countVotes, type SmoothingNoise } from '../../attacks/certificate/count-votes.ts';
import { averagedKernel } from '../../attacks/smoothing/kernels.ts';
import { readRecordPack } from '../../ecg/dataset/record-pack.ts';
import type { TaskContext } from './context.ts';
import { classesOf, withClassifier } from './with-classifier.ts';

export interface CertifyInput extends Omit<SmoothingNoise, 'kernel'> {
  packPath: string;
  modelFolder: string;
  /** Of the mean that the noise is smoothed with; null: it is not. */
  kernels: KernelSet | null;
}

export interface CertifyOutput {
  engine: string;
  /** In the order of the pack. */
  voted: {
    record: string;
    label: ClassIndex;
    samples: number;
    /** Without noise. */
    plainClass: ClassIndex;
    class: ClassIndex;
    votes: number;
  }[];
}

/** What the model calls noisy copies of each record of a pack. */
export function certifyTask(input: CertifyInput, { signal, progress }: TaskContext): Promise<CertifyOutput> {
  const { packPath, modelFolder, kernels, ...noise } = input;
  const kernel = kernels === null ? null : averagedKernel(kernels);
  return withClassifier(modelFolder, async (classifier, engine) => {
    const records = [...readRecordPack(packPath)];
    const signals = records.map(({ samples }) => samples);
    const plain = await classesOf(classifier, signals, { signal });
    const voted: CertifyOutput['voted'] = [];
    for (const [i, { name, label, samples }] of records.entries()) {
      const onDraws = (done: number, total: number): void =>
        progress({
          done: i + done / total,
          total: records.length,
          unit: 'records',
          message: `${done} of ${total} noisy copies of record ${i + 1} of ${records.length} classified`,
        });
      const found = await countVotes(classifier, samples, { ...noise, kernel }, { signal, onDraws });
      voted.push({ record: name, label, samples: samples.length, plainClass: plain[i] as ClassIndex, ...found });
    }
    return { engine, voted };
  });
}
