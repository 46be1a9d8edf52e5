import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { isAttackable } from '../../../src-shared/attacks/outcome.ts';
import type { AttackSummary, PerturbationMetrics } from '../../../src-shared/contract/attacks.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { checkOutputs } from '../../attacks/outcome/check-outputs.ts';
import type { ControlDraws } from '../../attacks/outcome/noise-control.ts';
import { perturbsFlatEnds } from '../../attacks/outcome/flat-ends.ts';
import { measurePerturbation } from '../../attacks/outcome/metrics.ts';
import { attackAndJudge, type AttackedRecord } from '../../attacks/run/attack-and-judge.ts';
import { idOf, readRecordPack, writeRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import { compareBeats } from '../../ecg/measure/compare-beats.ts';
import { batchesByLength } from '../../numeric/batching.ts';
import type { TaskContext } from './context.ts';
import { withAttackedClassifier } from './with-classifier.ts';

export interface AttackInput {
  packPath: string;
  /** Where the attacked signals go, under the ids of their records. */
  examplesPath: string;
  modelFolder: string;
  options: AttackOptions;
  /** How the noise control is drawn; by the options if left out. */
  control?: ControlDraws | undefined;
  /** Of a universal attack. */
  pattern?: Float64Array | undefined;
}

export interface AttackedExample extends Omit<AttackedRecord, 'index' | 'samplesAdversarial'> {
  /** Of the record, as in the pack. */
  id: RecordId;
  label: ClassIndex;
  /** The model still gives the label: what accuracy under attack counts. */
  stillCorrect: boolean;
  /** δ reaches into a flat start or end of the record, such as padding leaves. */
  perturbsPadding: boolean;
  metrics: PerturbationMetrics;
}

export interface AttackOutput {
  engine: string;
  seconds: number;
  outputs: NonNullable<AttackSummary['outputs']>;
  examples: AttackedExample[];
}

/** So many signals are enough to see what kind of outputs a model gives. */
const CHECKED = 8;

/** Attacks every record of a pack at its own length, quantises and judges what will be stored. */
export function attackTask(input: AttackInput, { signal, progress }: TaskContext): Promise<AttackOutput> {
  const { packPath, examplesPath, modelFolder, options, control, pattern } = input;
  return withAttackedClassifier(modelFolder, async (classifier, engine) => {
    const all = [...readRecordPack(packPath)];
    const startedAt = performance.now();
    const examples: AttackedExample[] = [];
    const few = all.filter(({ samples }) => samples.length === all[0]?.samples.length).slice(0, CHECKED);
    const outputs = await checkOutputs(
      classifier,
      few.map(({ samples }) => samples),
      { signal },
    );
    const attacked = async function* (): AsyncGenerator<PackedRecord> {
      for (const indices of batchesByLength(
        all.map(({ samples }) => samples.length),
        classifier.rowsAtOnce,
      )) {
        const records = indices.map((index) => all[index] as PackedRecord);
        const before = examples.length;
        const onStep = (step: number, steps: number): void => {
          const now = `Step ${step} of ${steps} on ${counted(records.length, 'record')}`;
          progress({
            done: before + (records.length * step) / steps,
            total: all.length,
            unit: 'records',
            message: `${now}; ${soFar(examples, all.length, options)}`,
          });
        };
        const judged = await attackAndJudge(classifier, records, options, { signal, onStep }, control, pattern);
        for (const { index, samplesAdversarial, ...outcome } of judged) {
          const record = records[index] as PackedRecord;
          examples.push({
            id: idOf(record),
            label: record.label,
            ...outcome,
            ...measured(record, samplesAdversarial, outcome),
          });
          yield { ...record, samples: samplesAdversarial };
        }
      }
    };
    await writeRecordPack(examplesPath, attacked());
    return { engine, seconds: (performance.now() - startedAt) / 1000, outputs, examples };
  });
}

function soFar(examples: AttackedExample[], total: number, options: AttackOptions): string {
  const attackable = examples.filter((example) => isAttackable(example, options));
  const fooled = attackable.filter((example) => example.fooled).length;
  return `${examples.length} of ${total} done, ${fooled} of ${attackable.length} fooled`;
}

/** What is reported about an example besides how it was judged. */
function measured(
  record: PackedRecord,
  adversarial: Int16Array,
  { adversarialClass }: Pick<AttackedRecord, 'adversarialClass'>,
): Pick<AttackedExample, 'stillCorrect' | 'perturbsPadding' | 'metrics'> {
  const perturbed = { ...record, original: record.samples, adversarial };
  return {
    stillCorrect: adversarialClass === record.label,
    perturbsPadding: perturbsFlatEnds(record.samples, adversarial, record.samplingHz),
    metrics: { ...measurePerturbation(perturbed), ...compareBeats(perturbed) },
  };
}
