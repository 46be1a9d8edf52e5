import { targetOf, type AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import { isAttackable } from '../../../src-shared/attacks/outcome.ts';
import type { PerturbationMetrics } from '../../../src-shared/contract/attacks.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { attackBatch } from '../../attacks/run/attack-batch.ts';
import { batchesByLength } from '../../numeric/batching.ts';
import { judgeExamples } from '../../attacks/outcome/judge.ts';
import { perturbsFlatEnds } from '../../attacks/outcome/flat-ends.ts';
import { measurePerturbation } from '../../attacks/outcome/metrics.ts';
import { judgeNoise } from '../../attacks/outcome/noise-control.ts';
import { compareBeats } from '../../ecg/measure/compare-beats.ts';
import { openRecordPack, writeRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import { loadClassifier, type Classifier } from '../../ml/network/classifier.ts';
import { openEngine } from '../../ml/engine/engine.ts';
import type { TaskContext } from './context.ts';
import { counted } from '../../../src-shared/format/counted.ts';

export interface AttackInput {
  packPath: string;
  /** Where the attacked signals go, under the ids of their records. */
  examplesPath: string;
  modelFolder: string;
  options: AttackOptions;
}

export interface AttackedExample {
  /** Of the record, as in the pack. */
  id: string;
  originalClass: ClassIndex;
  adversarialClass: ClassIndex;
  probabilitiesBefore: number[];
  probabilitiesAfter: number[];
  originallyCorrect: boolean;
  fooled: boolean;
  /** The model still gives the label: what accuracy under attack counts. */
  stillCorrect: boolean;
  /** At some step the gradient was 0 everywhere, so that the attack stood still. */
  zeroGradient: boolean;
  /** δ reaches into a flat start or end of the record, as padding leaves it. */
  perturbsPadding: boolean;
  /** The control: a random direction of δ's size and spectrum fools the model too. */
  noiseFooled: boolean;
  /** Forward passes that a black-box attack took; null for others. */
  queries: number | null;
  /** How often it was attacked, each time from another start, and which of them was kept, from 1; null for a black box. */
  starts: number | null;
  keptStart: number | null;
  metrics: PerturbationMetrics;
}

export interface AttackOutput {
  engine: string;
  seconds: number;
  examples: AttackedExample[];
}

/** Attacks every record of a pack at its own length, quantises and judges what will be stored. */
export async function attackTask(input: AttackInput, context: TaskContext): Promise<AttackOutput> {
  const { packPath, examplesPath, modelFolder, options } = input;
  const engine = await openEngine();
  const classifier = await loadClassifier(modelFolder);
  const pack = openRecordPack(packPath);
  const startedAt = performance.now();
  try {
    const examples: AttackedExample[] = [];
    const total = pack.records.length;
    const attacked = async function* (): AsyncGenerator<PackedRecord> {
      for (const places of batchesByLength(
        pack.records.map(({ sampleCount }) => sampleCount),
        classifier.rowsAtOnce,
      )) {
        const records = places.map((place) => pack.read(place));
        const before = examples.length;
        const onStep = (step: number, steps: number): void => {
          const done = before + (records.length * step) / steps;
          const now = `Step ${step} of ${steps} on ${counted(records.length, 'record')}`;
          context.progress({
            done,
            total,
            unit: 'records',
            message: `${now}; ${soFar(examples, total, options)}`,
          });
        };
        const judged = await attackRecords(classifier, records, options, { signal: context.signal, onStep });
        for (const { example, samples, record } of judged) {
          examples.push(example);
          yield { ...record, samples };
        }
      }
    };
    await writeRecordPack(examplesPath, attacked());
    const seconds = (performance.now() - startedAt) / 1000;
    return { engine: engine.version, seconds, examples };
  } finally {
    pack.close();
    classifier.dispose();
  }
}

function soFar(examples: AttackedExample[], total: number, options: AttackOptions): string {
  const attackable = examples.filter((example) => isAttackable(example, options));
  const fooled = attackable.filter((example) => example.fooled).length;
  return `${examples.length} of ${total} done, ${fooled} of ${attackable.length} fooled`;
}

/** One batch of records of one length. */
async function attackRecords(
  classifier: Classifier,
  records: PackedRecord[],
  options: AttackOptions,
  hooks: { signal: AbortSignal; onStep: (step: number, steps: number) => void },
): Promise<{ record: PackedRecord; example: AttackedExample; samples: Int16Array }[]> {
  const batch = {
    x: records.map(({ samples }) => Float32Array.from(samples)),
    labels: records.map(({ label }) => label),
  };
  const { adversarial, zeroGradientSteps, queries, starts, keptStart } = await attackBatch(
    classifier,
    batch,
    options,
    hooks,
  );
  const candidates = records.map(({ samples, label }, i) => ({
    original: samples,
    adversarial: adversarial[i] as Float32Array,
    label,
    target: targetOf(options, label),
  }));
  const { signal } = hooks;
  const judged = await judgeExamples(classifier, candidates, options.epsilonUnits, { signal });
  const attacked = judged.map(({ index, samplesAdversarial, originalClass }) => {
    const { samples, label } = records[index] as PackedRecord;
    return { original: samples, adversarial: samplesAdversarial, originalClass, target: targetOf(options, label) };
  });
  const noiseFooled = await judgeNoise(classifier, attacked, options.epsilonUnits, { signal });
  return judged.map(({ index, samplesAdversarial, ...classes }, i) => {
    const record = records[index] as PackedRecord;
    const perturbed = { ...record, original: record.samples, adversarial: samplesAdversarial };
    const example: AttackedExample = {
      id: String(record.id),
      ...classes,
      stillCorrect: classes.adversarialClass === record.label,
      zeroGradient: (zeroGradientSteps[index] ?? 0) > 0,
      perturbsPadding: perturbsFlatEnds(record.samples, samplesAdversarial, record.samplingHz),
      noiseFooled: noiseFooled[i] === true,
      queries: queries?.[index] ?? null,
      starts: starts?.[index] ?? null,
      keptStart: keptStart?.[index] ?? null,
      metrics: { ...measurePerturbation(perturbed), ...compareBeats(perturbed) },
    };
    return { record, example, samples: samplesAdversarial };
  });
}
