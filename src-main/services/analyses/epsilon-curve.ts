import { METHOD_DESCRIPTIONS } from '../../../src-shared/attacks/attack-methods.ts';
import { unitsToMicrovolts } from '../../../src-shared/ecg.ts';
import type { Analysis } from './analysis.ts';
import { inWorkers } from './in-workers.ts';
import { proportionOf } from '../../statistics/summaries/proportion.ts';
import { unitsPerMvOf } from './units-per-mv.ts';

/** Success against ε, beside noise of the same size and spectrum. */
export const epsilonCurve: Analysis<'epsilon-curve'> = {
  title: ({ attack, epsilonsUnits }, { recordIds }) =>
    `${METHOD_DESCRIPTIONS[attack.method].name} at ${epsilonsUnits.length} budgets on ${recordIds.length} records`,
  make: async (tools, { attack, epsilonsUnits, alphaShare }, subject, job) => {
    const epsilons = [...new Set(epsilonsUnits)].sort((a, b) => a - b);
    const attacks = epsilons.map((epsilonUnits) => ({
      ...attack,
      epsilonUnits,
      alphaUnits: alphaShare * epsilonUnits,
    }));
    const parts = await inWorkers(tools, subject, job, 'epsilon-curve', (paths) => ({ ...paths, attacks }));
    const sum = (of: (part: (typeof parts)[number]) => number): number =>
      parts.reduce((total, part) => total + of(part), 0);
    const unitsPerMv = unitsPerMvOf(tools, subject);
    const attackable = sum((part) => part.attackable);
    const points = attacks.map(({ epsilonUnits, alphaUnits }, at) => ({
      epsilonUnits,
      epsilonUv: unitsToMicrovolts(epsilonUnits, unitsPerMv),
      alphaUnits,
      fooled: proportionOf(
        sum((part) => part.points[at]?.fooled ?? 0),
        attackable,
      ),
      noise: proportionOf(
        sum((part) => part.points[at]?.noiseFooled ?? 0),
        attackable,
      ),
    }));
    const originallyCorrect = sum((part) => part.originallyCorrect);
    return {
      engine: parts[0]?.engine ?? '',
      result: { records: subject.recordIds.length, originallyCorrect, attackable, points },
    };
  },
};
