import { MINIMAL_PERTURBATION_METHODS } from '../../../src-shared/analyses/minimal-perturbation.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { METHOD_DESCRIPTIONS } from '../../../src-shared/attacks/attack-methods.ts';
import type { AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import { unitsToMicrovolts } from '../../../src-shared/ecg.ts';
import type { MinimalPerturbationOptions } from '../../attacks/run/minimal-perturbation.ts';
import { sumOf } from '../../numeric/sums.ts';
import type { Analysis } from './analysis.ts';
import { inWorkers, withPacks } from '../workspace/worker-packs.ts';
import { mediansOf } from '../../statistics/summaries/summarise-minimal.ts';
import { unitsPerMvOf } from './units-per-mv.ts';

/** The smallest budget that fools each record. */
export const minimalPerturbation: Analysis<'least-perturbation'> = {
  title: ({ attack }, { recordIds }) =>
    `Least perturbation by ${METHOD_DESCRIPTIONS[attack.method].name} on ${recordIds.length} records`,
  make: async (tools, request, subject, job) => {
    const { maxEpsilonUnits, alphaShare } = request;
    const attack = searchable(request.attack);
    const modelFolder = tools.models.folderOf(subject.model);
    const parts = await withPacks(tools.context, subject, (packs) =>
      inWorkers(job, 'minimal-perturbation', packs, ({ recordsPath }) => ({
        packPath: recordsPath,
        ...{ modelFolder, attack, maxEpsilonUnits, alphaShare },
      })),
    );
    const unitsPerMv = unitsPerMvOf(tools, subject);
    const perRecord = parts
      .flatMap(({ found }) => found)
      .sort((a, b) => (a.record < b.record ? -1 : 1))
      .map(({ record, label, leastUnits }) => ({
        record,
        label,
        leastUv: leastUnits === null ? null : unitsToMicrovolts(leastUnits, unitsPerMv),
      }));
    const maxEpsilonUv = unitsToMicrovolts(maxEpsilonUnits, unitsPerMv);
    return {
      engine: parts[0]?.engine ?? '',
      result: {
        records: subject.recordIds.length,
        originallyCorrect: sumOf(parts, (part) => part.originallyCorrect),
        attackable: perRecord.length,
        neverFooled: perRecord.filter(({ leastUv }) => leastUv === null).length,
        maxEpsilonUv,
        perRecord,
        medians: mediansOf(perRecord),
      },
    };
  },
};

/** The search needs a method with a budget that climbs a gradient, and starts where it fooled before. */
function searchable(attack: AttackOptions): MinimalPerturbationOptions['attack'] {
  const method = MINIMAL_PERTURBATION_METHODS.find((name) => name === attack.method);
  if (!method) {
    throw new AppError(
      'bad-input',
      `The least perturbation cannot be searched with ${METHOD_DESCRIPTIONS[attack.method].name}: choose ${MINIMAL_PERTURBATION_METHODS.join(', ')}.`,
    );
  }
  if (attack.randomStart) {
    throw new AppError(
      'bad-input',
      'The search starts each try where the one before fooled: leave out the random start and the restarts.',
    );
  }
  return { ...attack, method };
}
