import { targetOf, type AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import { attackBatch } from '../../attacks/run/attack-batch.ts';
import { batchesByLength } from '../../numeric/batching.ts';
import { judgeExamples } from '../../attacks/outcome/judge.ts';
import { judgeNoise } from '../../attacks/outcome/noise-control.ts';
import { openRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import { loadClassifier, type Classifier } from '../../ml/network/classifier.ts';
import { openEngine } from '../../ml/engine/engine.ts';
import { attackableOf } from './attackable.ts';
import type { TaskContext } from './context.ts';
import { counted } from '../../../src-shared/format/counted.ts';

export interface EpsilonCurveInput {
  packPath: string;
  modelFolder: string;
  /** One attack a point, which differ in ε and α. */
  attacks: AttackOptions[];
}

export interface EpsilonCurveOutput {
  engine: string;
  originallyCorrect: number;
  attackable: number;
  /** Of each attack: how many of the attackable it fools, and how many its noise control does. */
  points: { fooled: number; noiseFooled: number }[];
}

/** Attacks the records of a pack that the model gets right at one budget after the other. */
export async function epsilonCurveTask(input: EpsilonCurveInput, context: TaskContext): Promise<EpsilonCurveOutput> {
  const { attacks } = input;
  const { signal } = context;
  const engine = await openEngine();
  const classifier = await loadClassifier(input.modelFolder);
  const pack = openRecordPack(input.packPath);
  try {
    const records = pack.records.map((_, place) => pack.read(place));
    const [first] = attacks;
    const { originallyCorrect, attackable } = await attackableOf(
      classifier,
      records,
      first ?? { target: null },
      signal,
    );
    const points = attacks.map(() => ({ fooled: 0, noiseFooled: 0 }));
    const total = attackable.length;
    let before = 0;
    for (const places of batchesByLength(
      attackable.map(({ samples }) => samples.length),
      classifier.rowsAtOnce,
    )) {
      const batch = places.map((place) => attackable[place] as PackedRecord);
      for (const [at, options] of attacks.entries()) {
        const onStep = (step: number, steps: number): void =>
          context.progress({
            done: before + (batch.length * (at + step / steps)) / attacks.length,
            total,
            unit: 'records',
            message: `ε ${options.epsilonUnits} on ${counted(batch.length, 'record')}; ${before} of ${total} done`,
          });
        const counts = await attackAt(classifier, batch, options, { signal, onStep });
        const point = points[at] as (typeof points)[number];
        point.fooled += counts.fooled;
        point.noiseFooled += counts.noiseFooled;
      }
      before += batch.length;
    }
    return { engine: engine.version, originallyCorrect, attackable: total, points };
  } finally {
    pack.close();
    classifier.dispose();
  }
}

async function attackAt(
  classifier: Classifier,
  records: readonly PackedRecord[],
  options: AttackOptions,
  hooks: { signal: AbortSignal; onStep: (step: number, steps: number) => void },
): Promise<{ fooled: number; noiseFooled: number }> {
  const { epsilonUnits } = options;
  const { signal } = hooks;
  const batch = {
    x: records.map(({ samples }) => Float32Array.from(samples)),
    labels: records.map(({ label }) => label),
  };
  const { adversarial } = await attackBatch(classifier, batch, options, hooks);
  const candidates = records.map(({ samples, label }, i) => ({
    original: samples,
    adversarial: adversarial[i] as Float32Array,
    label,
    target: targetOf(options, label),
  }));
  const judged = await judgeExamples(classifier, candidates, epsilonUnits, { signal });
  const attacked = judged.map(({ index, samplesAdversarial, originalClass }) => {
    const { original, target } = candidates[index] as (typeof candidates)[number];
    return { original, adversarial: samplesAdversarial, originalClass, target };
  });
  const noise = await judgeNoise(classifier, attacked, epsilonUnits, { signal });
  return { fooled: judged.filter(({ fooled }) => fooled).length, noiseFooled: noise.filter(Boolean).length };
}
