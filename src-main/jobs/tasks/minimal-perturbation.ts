import { targetOf } from '../../../src-shared/attacks/options.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { minimalPerturbations, type MinimalPerturbationOptions } from '../../attacks/run/minimal-perturbation.ts';
import { readRecordPack } from '../../ecg/dataset/record-pack.ts';
import { attackableOf } from './attackable.ts';
import type { TaskContext } from './context.ts';
import { withAttackedClassifier } from './with-classifier.ts';

export interface MinimalPerturbationInput extends MinimalPerturbationOptions {
  packPath: string;
  modelFolder: string;
}

export interface MinimalPerturbationOutput {
  engine: string;
  originallyCorrect: number;
  /** For each attackable record; null if nothing up to the largest ε fools it. */
  found: { record: string; label: ClassIndex; leastUnits: number | null }[];
}

/** The minimal perturbation of each record of a pack that the model gets right. */
export function minimalPerturbationTask(
  input: MinimalPerturbationInput,
  { signal, progress }: TaskContext,
): Promise<MinimalPerturbationOutput> {
  const { packPath, modelFolder, attack, maxEpsilonUnits, alphaShare } = input;
  return withAttackedClassifier(modelFolder, async (classifier, engine) => {
    const records = [...readRecordPack(packPath)];
    const { originallyCorrect, attackable } = await attackableOf(classifier, records, attack, signal);
    const minimal = await minimalPerturbations(
      classifier,
      attackable.map(({ samples, label }) => ({ samples, label, target: targetOf(attack, label) })),
      { attack, maxEpsilonUnits, alphaShare },
      {
        signal,
        onProgress: (done, message) => progress({ done, total: attackable.length, unit: 'records', message }),
      },
    );
    const found = attackable.map(({ name, label }, i) => ({ record: name, label, leastUnits: minimal[i] ?? null }));
    return { engine, originallyCorrect, found };
  });
}
