import { targetOf } from '../../../src-shared/attacks/attack-options.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { leastPerturbation, type LeastOptions } from '../../attacks/run/minimal-perturbation.ts';
import { openRecordPack } from '../../ecg/dataset/record-pack.ts';
import { loadClassifier } from '../../ml/network/classifier.ts';
import { openEngine } from '../../ml/engine/engine.ts';
import { attackableOf } from './attackable.ts';
import type { TaskContext } from './context.ts';

export interface LeastInput extends LeastOptions {
  packPath: string;
  modelFolder: string;
}

export interface LeastOutput {
  engine: string;
  originallyCorrect: number;
  /** Of each attackable record; null where nothing up to the largest ε fools. */
  found: { record: string; label: ClassIndex; leastUnits: number | null }[];
}

/** The least perturbation of each record of a pack that the model gets right. */
export async function leastTask(input: LeastInput, { signal, progress }: TaskContext): Promise<LeastOutput> {
  const { attack, maxEpsilonUnits, alphaShare } = input;
  const engine = await openEngine();
  const classifier = await loadClassifier(input.modelFolder);
  const pack = openRecordPack(input.packPath);
  try {
    const records = pack.records.map((_, place) => pack.read(place));
    const { originallyCorrect, attackable } = await attackableOf(classifier, records, attack, signal);
    const least = await leastPerturbation(
      classifier,
      attackable.map(({ samples, label }) => ({ samples, label, target: targetOf(attack, label) })),
      { attack, maxEpsilonUnits, alphaShare },
      {
        signal,
        onProgress: (done, message) => progress({ done, total: attackable.length, unit: 'records', message }),
      },
    );
    const found = attackable.map(({ name, label }, i) => ({ record: name, label, leastUnits: least[i] ?? null }));
    return { engine: engine.version, originallyCorrect, found };
  } finally {
    pack.close();
    classifier.dispose();
  }
}
