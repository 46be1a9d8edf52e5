import type { ResultOf } from '../../../src-shared/analyses/index.ts';
import { unitsToMicrovolts } from '../../../src-shared/ecg.ts';
import type { TaskResult } from '../../jobs/tasks/index.ts';
import { certifiedRadius } from '../../statistics/certified-radius.ts';
import { quartiles } from '../../statistics/quartiles.ts';
import { proportionOf } from '../../statistics/summaries/proportion.ts';
import { inWorkers, withPacks } from '../workspace/worker-packs.ts';
import type { Analysis } from './analysis.ts';
import { leadsOf } from './leads-of.ts';
import { unitsPerMvOf } from './units-per-mv.ts';

/** Within what distance of each record no perturbation changes the class of most of its noisy copies. */
export const certificate: Analysis<'certificate'> = {
  title: ({ subspace }, { model, recordIds }) =>
    `Certify ${model.name} on ${recordIds.length} records with ${subspace === 'smooth' ? 'smoothed' : 'white'} noise`,
  make: async (tools, request, subject, job) => {
    const { subspace, kernels, sigmaUnits, choosingDraws, draws, confidence, epsilonsUnits, seed } = request;
    const modelFolder = tools.models.folderOf(subject.model);
    // A record's thousand copies are worth a worker of its own.
    const parts = await withPacks(tools.context, { ...subject, recordsWorthAWorker: 1 }, (packs) =>
      inWorkers(job, 'certify', packs, ({ recordsPath }) => ({
        packPath: recordsPath,
        ...{ modelFolder, sigmaUnits, choosingDraws, draws, seed },
        kernels: subspace === 'smooth' ? kernels : null,
      })),
    );
    const unitsPerMv = unitsPerMvOf(tools, subject);
    const uv = (units: number): number => unitsToMicrovolts(units, unitsPerMv);
    const voted = parts.flatMap((part) => part.voted).sort((a, b) => (a.record < b.record ? -1 : 1));
    const leads = leadsOf(tools, subject);
    const perRecord = voted.map((one) => {
      const radius = certifiedRadius(one.votes, draws, sigmaUnits, confidence);
      return { lead: leads.get(one.record) ?? null, ...certified(one, radius === null ? null : uv(radius)) };
    });
    const all = perRecord.length;
    const isRight = (one: (typeof perRecord)[number]): boolean => one.class === one.label;
    const epsilons = perRecord.map((one) => (isRight(one) ? (one.epsilonUv ?? 0) : 0));
    const radii = perRecord.map((one) => (isRight(one) ? (one.radiusUv ?? 0) : 0));
    return {
      engine: parts[0]?.engine ?? '',
      result: {
        records: all,
        sigmaUv: uv(sigmaUnits),
        plainCorrect: proportionOf(voted.filter(({ plainClass, label }) => plainClass === label).length, all),
        correct: proportionOf(perRecord.filter(isRight).length, all),
        abstained: proportionOf(perRecord.filter((one) => one.class === null).length, all),
        points: [...new Set(epsilonsUnits)]
          .sort((a, b) => a - b)
          .map((epsilonUnits) => {
            const epsilonUv = uv(epsilonUnits);
            const standing = epsilons.filter((epsilon) => epsilon > epsilonUv).length;
            return { epsilonUnits, epsilonUv, certified: proportionOf(standing, all) };
          }),
        medianRadiusUv: quartiles(radii).median,
        medianEpsilonUv: quartiles(epsilons).median,
        largestEpsilonUv: Math.max(...epsilons),
        perRecord,
      },
    };
  },
};

function certified(
  { record, label, samples, votes, class: chosen }: TaskResult<'certify'>['voted'][number],
  radiusUv: number | null,
): ResultOf<'certificate'>['perRecord'][number] {
  if (radiusUv === null) return { record, label, class: null, votes, radiusUv, epsilonUv: null };
  return { record, label, class: chosen, votes, radiusUv, epsilonUv: radiusUv / Math.sqrt(samples) };
}
