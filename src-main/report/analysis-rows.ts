import { DEVICE_STAGES } from '../../src-shared/analyses/device.ts';
import type { Proportion } from '../../src-shared/analyses/common.ts';
import type { AnalysisKind, ResultOf } from '../../src-shared/analyses/index.ts';
import type { AnalysisRow } from '../../src-shared/analyses/tables.ts';
import { className, type ClassList } from '../../src-shared/class-list.ts';

/** The result of each kind of analysis as the rows of its table (src-shared/analyses/tables.ts); the classes are those of the model. */
export const ANALYSIS_ROWS: { [K in AnalysisKind]: (result: ResultOf<K>, classes: ClassList) => AnalysisRow<K>[] } = {
  'epsilon-curve': ({ points, leads }) =>
    points.map(({ epsilonUv, epsilonUnits, alphaUnits, fooled, noise }) => ({
      epsilon: epsilonUv,
      epsilon_units: epsilonUnits,
      alpha_units: alphaUnits,
      attackable: fooled.of,
      fooled: fooled.count,
      success: fooled.rate,
      ...ends(fooled),
      noise_fooled: noise.count,
      noise_control: noise.rate,
      noise_low: ends(noise).low,
      noise_high: ends(noise).high,
      lead: inWords(leads),
    })),
  'least-perturbation': ({ perRecord, maxEpsilonUv }, classes) =>
    perRecord.map(({ record, lead = null, label, leastUv }) => ({
      record,
      lead,
      label: className(classes, label),
      least: leastUv,
      largest: maxEpsilonUv,
    })),
  'targeted-table': ({ cells, leads }, classes) =>
    cells.map(({ from, to, all, correct, paper }) => ({
      from: className(classes, from),
      to: className(classes, to),
      paper,
      success: all.rate,
      ...ends(all),
      count: all.count,
      of: all.of,
      correct_count: correct.count,
      correct_of: correct.of,
      lead: inWords(leads),
    })),
  existence: ({ perExample }, classes) =>
    perExample.map((one) => ({
      record: one.record,
      lead: one.lead ?? null,
      label: className(classes, one.label),
      adversarial_class: className(classes, one.adversarialClass),
      noise: one.noise,
      noise_control: one.noiseControl,
      crossings: one.crossings,
      crossings_control: one.crossingsControl,
      band: one.band,
      band_control: one.bandControl,
    })),
  device: ({ perExample }, classes) =>
    perExample.map(({ record, lead = null, label, adversarialClass, fooling }) => ({
      ...{ record, lead, label: className(classes, label), adversarial_class: className(classes, adversarialClass) },
      ...Object.fromEntries(DEVICE_STAGES.map((stage, at) => [stage.replace('-', '_'), fooling[at] ?? null])),
    })),
  certificate: ({ perRecord }, classes) =>
    perRecord.map(({ record, lead = null, label, votes, radiusUv, epsilonUv, class: smoothed }) => ({
      record,
      lead,
      label: className(classes, label),
      smoothed_class: smoothed === null ? null : className(classes, smoothed),
      votes,
      radius: radiusUv,
      epsilon: epsilonUv,
    })),
  transfer: ({ agreement, fooledSurrogate, fooledTarget, fooledTargetWhereSurrogate, noise, leads }) =>
    [
      { what: 'Both models give the same class before the attack', counted: agreement },
      { what: 'Surrogate fooled, of the records that it gets right', counted: fooledSurrogate },
      { what: 'Target fooled, of the records that it gets right', counted: fooledTarget },
      { what: 'Target fooled, of these where the surrogate is fooled', counted: fooledTargetWhereSurrogate },
      { what: 'Target fooled by noise of the same size and spectrum', counted: noise },
    ].map(({ what, counted }) => ({
      what,
      count: counted.count,
      of: counted.of,
      share: counted.rate,
      ...ends(counted),
      lead: inWords(leads),
    })),
};

function inWords(leads: readonly string[] | undefined): string | null {
  return leads === undefined || leads.length === 0 ? null : leads.join(', ');
}

function ends({ interval }: Proportion): { low: number | null; high: number | null } {
  return { low: interval?.[0] ?? null, high: interval?.[1] ?? null };
}
