import { classesOfCard } from '../../../src-shared/class-list.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { RequestOf } from '../../../src-shared/analyses/index.ts';
import { attackOf, ATTACKS } from '../../../src-shared/attacks/index.ts';
import { scalesWithBudget } from '../../../src-shared/attacks/traits.ts';
import { unitsToMicrovolts } from '../../../src-shared/ecg.ts';
import { sumOf } from '../../numeric/sums.ts';
import type { Analysis } from './analysis.ts';
import { inWorkers, withPacks } from '../workspace/worker-packs.ts';
import { mediansOf } from '../../statistics/summaries/summarise-minimal.ts';
import { leadsOf } from './leads-of.ts';
import { unitsPerMvOf } from './units-per-mv.ts';

/** The smallest budget that fools each record. */
export const minimalPerturbation: Analysis<'least-perturbation'> = {
  title: ({ attack }, { recordIds }) =>
    `Minimal perturbation by ${attackOf(attack.method).name} on ${recordIds.length} records`,
  make: async (tools, request, subject, job) => {
    const { attack, maxEpsilonUnits, alphaShare } = request;
    checkSearchable(request);
    const modelFolder = tools.models.folderOf(subject.model);
    const parts = await withPacks(tools.context, subject, (packs) =>
      inWorkers(job, 'minimal-perturbation', packs, ({ recordsPath }) => ({
        packPath: recordsPath,
        ...{ modelFolder, attack, maxEpsilonUnits, alphaShare },
      })),
    );
    const unitsPerMv = unitsPerMvOf(tools, subject);
    const leads = leadsOf(tools, subject);
    const perRecord = parts
      .flatMap(({ found }) => found)
      .sort((a, b) => (a.record < b.record ? -1 : 1))
      .map(({ record, label, leastUnits }) => ({
        record,
        lead: leads.get(record) ?? null,
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
        medians: mediansOf(perRecord, classesOfCard(subject.model.card).length),
      },
    };
  },
};

/** AppError 'bad-input' for an attack without budgets to try, and for the search of earlier versions. */
function checkSearchable({ attack, search }: RequestOf<'least-perturbation'>): void {
  const { name, traits } = attackOf(attack.method);
  if (!scalesWithBudget(traits)) {
    const suited = ATTACKS.filter((one) => scalesWithBudget(one.traits)).map(({ method }) => method);
    throw new AppError(
      'bad-input',
      `The minimal perturbation cannot be searched for with ${name}. Choose one of ${suited.join(', ')}.`,
    );
  }
  if (search === 'warm') {
    throw new AppError(
      'bad-input',
      'The search "warm" of earlier versions answered for another attack than the one named. Leave it out.',
    );
  }
}
