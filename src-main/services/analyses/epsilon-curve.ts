import { attackOf } from '../../../src-shared/attacks/index.ts';
import { atBudget, evaluationsOf } from '../../../src-shared/attacks/options.ts';
import { withMoreEffort } from '../../../src-shared/attacks/more-effort.ts';
import { unitsToMicrovolts } from '../../../src-shared/ecg.ts';
import { sumOf } from '../../numeric/sums.ts';
import type { Analysis } from './analysis.ts';
import { inWorkers, withPacks } from '../workspace/worker-packs.ts';
import { mcnemarExact } from '../../statistics/mcnemar.ts';
import { proportionOf } from '../../statistics/summaries/proportion.ts';
import { unitsPerMvOf } from './units-per-mv.ts';

/** Success against ε, beside noise of the same size and spectrum. */
export const epsilonCurve: Analysis<'epsilon-curve'> = {
  title: ({ attack, epsilonsUnits }, { recordIds }) =>
    `${attackOf(attack.method).name} at ${epsilonsUnits.length} budgets on ${recordIds.length} records`,
  make: async (tools, { attack, epsilonsUnits, alphaShare, effort }, subject, job) => {
    const epsilons = [...new Set(epsilonsUnits)].sort((a, b) => a - b);
    const budgets = epsilons.map((epsilonUnits) => ({ epsilonUnits, alphaUnits: alphaShare * epsilonUnits }));
    const attacks = epsilons.map((epsilonUnits) => atBudget(attack, epsilonUnits, alphaShare));
    const away = epsilons.map((epsilon) => Math.abs(Math.log(epsilon / attack.epsilonUnits)));
    const own = away.indexOf(Math.min(...away));
    const efforts = effort ? withMoreEffort(attacks[own]!) : [];
    attacks.push(...efforts.map(({ options }) => options));
    const modelFolder = tools.models.folderOf(subject.model);
    const parts = await withPacks(tools.context, subject, (packs) =>
      inWorkers(job, 'epsilon-curve', packs, ({ recordsPath }) => ({ packPath: recordsPath, modelFolder, attacks })),
    );
    const unitsPerMv = unitsPerMvOf(tools, subject);
    const attackable = sumOf(parts, (part) => part.attackable);
    const points = budgets.map(({ epsilonUnits, alphaUnits }, at) => ({
      epsilonUnits,
      epsilonUv: unitsToMicrovolts(epsilonUnits, unitsPerMv),
      alphaUnits,
      fooled: proportionOf(
        sumOf(parts, (part) => part.points[at]?.fooled ?? 0),
        attackable,
      ),
      noise: proportionOf(
        sumOf(parts, (part) => part.points[at]?.noiseFooled ?? 0),
        attackable,
      ),
    }));
    const perRecord = parts
      .flatMap((part) => part.perRecord)
      .sort((a, b) => (a.record < b.record ? -1 : 1))
      .map(({ record, isCorrect, fooledBy }) => {
        const fooledUv = points.filter((_, at) => fooledBy.includes(at)).map(({ epsilonUv }) => epsilonUv);
        return { record, isCorrect, fooledUv };
      });
    const byRecord = parts.flatMap((part) => part.perRecord.map(({ fooledBy }) => new Set(fooledBy)));
    const onlyBy = (one: number, other: number): number =>
      byRecord.filter((fooledBy) => fooledBy.has(one) && !fooledBy.has(other)).length;
    const withEffort = efforts.map(({ what, options }, i) => {
      const more = epsilons.length + i;
      const [gained, lost] = [onlyBy(more, own), onlyBy(own, more)];
      const { epsilonUnits, epsilonUv } = points[own]!;
      return {
        ...{ what, epsilonUnits, epsilonUv, gained, lost, p: mcnemarExact(gained, lost) },
        evaluations: { own: evaluationsOf(attacks[own]!), more: evaluationsOf(options) },
        fooled: proportionOf(
          sumOf(parts, (part) => part.points[more]?.fooled ?? 0),
          attackable,
        ),
      };
    });
    const originallyCorrect = sumOf(parts, (part) => part.originallyCorrect);
    return {
      engine: parts[0]?.engine ?? '',
      result: {
        ...{ records: subject.recordIds.length, originallyCorrect, attackable, points, perRecord },
        ...(effort ? { effort: withEffort } : {}),
      },
    };
  },
};
