import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { attackAndJudge } from '../../attacks/run/attack-and-judge.ts';
import { readRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import { batchesByLength } from '../../numeric/batching.ts';
import { attackableOf } from './attackable.ts';
import type { TaskContext } from './context.ts';
import { withAttackedClassifier } from './with-classifier.ts';

export interface EpsilonCurveInput {
  packPath: string;
  modelFolder: string;
  /** One attack per point, and those with more effort. */
  attacks: AttackOptions[];
}

export interface EpsilonCurveOutput {
  engine: string;
  originallyCorrect: number;
  attackable: number;
  /** For each attack: how many of the attackable it fools, and how many its noise control fools. */
  points: { fooled: number; noiseFooled: number }[];
  /** In the order of the pack; `fooledBy`: positions of attacks. */
  perRecord: { record: string; isCorrect: boolean; fooledBy: number[] }[];
}

/** Attacks the records of a pack that the model gets right at one budget after another. */
export function epsilonCurveTask(input: EpsilonCurveInput, context: TaskContext): Promise<EpsilonCurveOutput> {
  const { packPath, modelFolder, attacks } = input;
  const { signal, progress } = context;
  return withAttackedClassifier(modelFolder, async (classifier, engine) => {
    const records = [...readRecordPack(packPath)];
    const [first] = attacks;
    const { correct, originallyCorrect, attackable } = await attackableOf(
      classifier,
      records,
      first ?? { target: null },
      signal,
    );
    const points = attacks.map(() => ({ fooled: 0, noiseFooled: 0 }));
    const fooledBy = new Map<string, number[]>();
    const total = attackable.length;
    let before = 0;
    for (const indices of batchesByLength(
      attackable.map(({ samples }) => samples.length),
      classifier.rowsAtOnce,
    )) {
      const batch = indices.map((index) => attackable[index] as PackedRecord);
      for (const [at, options] of attacks.entries()) {
        const onStep = (step: number, steps: number): void =>
          progress({
            done: before + (batch.length * (at + step / steps)) / attacks.length,
            total,
            unit: 'records',
            message: `ε ${options.epsilonUnits} on ${counted(batch.length, 'record')}; ${before} of ${total} done`,
          });
        const attacked = await attackAndJudge(classifier, batch, options, { signal, onStep });
        const point = points[at] as (typeof points)[number];
        point.fooled += attacked.filter(({ fooled }) => fooled).length;
        point.noiseFooled += attacked.filter(({ noiseFooled }) => noiseFooled).length;
        for (const [i, { fooled }] of attacked.entries()) {
          const { name } = batch[i] as PackedRecord;
          if (fooled) fooledBy.set(name, [...(fooledBy.get(name) ?? []), at]);
        }
      }
      before += batch.length;
    }
    const perRecord = records.map(({ name }, i) => ({
      record: name,
      isCorrect: correct[i] === true,
      fooledBy: fooledBy.get(name) ?? [],
    }));
    return { engine, originallyCorrect, attackable: total, points, perRecord };
  });
}
