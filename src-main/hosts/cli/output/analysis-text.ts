import { convergenceSentences } from '../../../../src-shared/analyses/effort-text.ts';
import { stageName } from '../../../../src-shared/attacks/device-steps.ts';
import type { Proportion } from '../../../../src-shared/analyses/common.ts';
import type { ExistenceProcedure } from '../../../../src-shared/analyses/existence.ts';
import type { RequestOf, ResultOf } from '../../../../src-shared/analyses/index.ts';
import { leftOutExamples } from '../../../../src-shared/analyses/left-out-examples.ts';
import { WARM_SEARCH } from '../../../../src-shared/analyses/minimal-perturbation.ts';
import { className, type ClassList } from '../../../../src-shared/class-list.ts';
import { textTable } from './text-table.ts';
import { percent, percentInterval } from '../../../../src-shared/format/share.ts';
import { microvolts } from '../../../../src-shared/format/microvolts.ts';
import { MISSING, decimal } from '../../../../src-shared/format/number.ts';

/** Success against ε as text. */
export function epsilonCurveText(result: ResultOf<'epsilon-curve'>): string {
  const { records, originallyCorrect, attackable, points } = result;
  const rows = points.map(({ epsilonUv, fooled, noise }) => [
    epsilonUv,
    fooled.count,
    percent(fooled.rate),
    percentInterval(fooled.interval),
    noise.count,
    percent(noise.rate),
    percentInterval(noise.interval),
  ]);
  return [
    `${records} records, ${originallyCorrect} classified correctly before the attack; shares are of ${attackable}`,
    '',
    textTable(['ε µV', 'fooled', 'rate', '95 %', 'noise', 'rate', '95 %'], rows),
    '',
    'Noise: a random direction of the size and spectrum of each δ. Intervals are Wilson’s.',
    ...convergenceSentences(result),
  ].join('\n');
}

/** The minimal perturbation as text: medians, and how many are not yet fooled at round budgets. */
export function minimalPerturbationText(
  result: ResultOf<'least-perturbation'>,
  { search }: Pick<RequestOf<'least-perturbation'>, 'search'>,
  classes: ClassList,
): string {
  const { records, originallyCorrect, attackable, neverFooled, maxEpsilonUv, perRecord, medians } = result;
  const budget = (value: number | null): string =>
    value === null ? `above ${decimal(maxEpsilonUv, 0)}` : microvolts(value);
  const rows = medians.map(({ class: index, records: count, medianUv, interval: [low, high] }) => [
    index === null ? 'all' : className(classes, index),
    count,
    count === 0 ? MISSING : budget(medianUv),
    count < 2 ? MISSING : `${budget(low)} to ${budget(high)}`,
  ]);
  const standing = [1, 2, 5, 10, 20, 50, 100, 150]
    .filter((epsilonUv) => epsilonUv <= maxEpsilonUv)
    .map((epsilonUv) => {
      const fooled = perRecord.filter(({ leastUv }) => leastUv !== null && leastUv <= epsilonUv).length;
      return [epsilonUv, fooled, percent(attackable === 0 ? null : fooled / attackable)];
    });
  return [
    `${records} records, ${originallyCorrect} classified correctly before the attack, ${attackable} searched; ${neverFooled} are not fooled up to ${decimal(maxEpsilonUv, 0)} µV`,
    '',
    textTable(['class', 'records', 'median µV', '95 % (bootstrap)'], rows),
    '',
    textTable(['ε µV', 'fooled', 'share'], standing),
    '',
    search === 'warm' ? WARM_SEARCH : 'The smallest ε at which this attack fools; another attack may need less.',
  ].join('\n');
}

/** What exists around the examples of a run, as text. */
export function existenceText(result: ResultOf<'existence'>): string {
  const { examples, draws, noise, crossings, band, han2020, figure } = result;
  const row = (name: string, procedure: ExistenceProcedure): (string | number)[] => [
    name,
    ...shown(procedure.examples),
    ...shown(procedure.all).slice(0, 2),
    percent(procedure.draws.rate, 2),
    percent(procedure.control.rate, 2),
    ...shown(procedure.controlExamples).slice(0, 2),
  ];
  const rows = [
    row('noise', noise),
    row('crossings', crossings),
    row('band', band),
    ...(han2020 ? [row('crossings, han2020', han2020.crossings), row('band, han2020', han2020.band)] : []),
  ];
  const head = ['', 'any new', 'rate', '95 %', 'all new', 'rate', 'signals', 'control', 'any control', 'rate'];
  return [
    `${examples} examples, ${draws} new signals each; a signal counts if it has the adversarial class`,
    '',
    textTable(head, rows),
    '',
    '“any new”: examples with at least one signal that counts; “all new”: examples whose every signal counts (Wilson’s interval).',
    ...leftOutExamples(result),
    '“signals” and “control”: shares of all signals together, for the new ones and for random directions of the same sizes and spectra.',
    ...(han2020
      ? [
          `In the public scripts any class but the label counts, and ${percent(han2020.unaltered.rate)} of its concatenations are one of the two signals unaltered.`,
        ]
      : []),
    ...(figure ? [`Band figure: record ${figure.record}, from ${figure.kept} signals`] : []),
  ].join('\n');
}

/** What is left of a run's examples after a device, as text. */
export function deviceText({ examples, stages }: ResultOf<'device'>, { draws }: RequestOf<'device'>): string {
  return [
    `${examples} examples that fool the model as they are stored, ${draws} devices drawn for each after every step; what most of them give counts`,
    '',
    textTable(
      ['after', 'still fooling', 'rate', '95 %', 'record still right', 'rate', '95 %'],
      stages.map(({ stage, fooling, correct }) => [stageName(stage), ...shown(fooling), ...shown(correct)]),
    ),
  ].join('\n');
}

/** Certificates as text: what is certain, and how many records stand at each budget. */
export function certificateText(
  result: ResultOf<'certificate'>,
  { subspace, draws, confidence }: RequestOf<'certificate'>,
): string {
  const { records, sigmaUv, plainCorrect, correct, abstained, points } = result;
  const isSmooth = subspace === 'smooth';
  return [
    `${records} records, ${draws} noisy copies of each, σ ${microvolts(sigmaUv)} µV${isSmooth ? ' before smoothing' : ''}`,
    '',
    textTable(
      ['', 'records', 'share', '95 %'],
      [
        ['correct without noise', ...shown(plainCorrect)],
        ['correct by most copies, and certain', ...shown(correct)],
        ['not certain', ...shown(abstained)],
        ...points.map(({ epsilonUv, certified }) => [
          `certified at ε ${microvolts(epsilonUv)} µV`,
          ...shown(certified),
        ]),
      ],
    ),
    '',
    `Half of the records stand at ε ${decimal(result.medianEpsilonUv, 2)} µV, which is ${decimal(result.medianRadiusUv, 0)} µV in L2; the most that any does is ${decimal(result.largestEpsilonUv, 2)} µV.`,
    `Certified at ε: correct, and no ${isSmooth ? 'θ, which K̄ smooths into δ,' : 'δ'} of at most ε at every sample, or in its RMS, changes the class of most noisy copies.`,
    `Each certificate is right with a probability of ${confidence} over the draws; it is about most noisy copies, not about the model without noise.`,
  ].join('\n');
}

function shown(proportion: Proportion): string[] {
  const { count, of, rate } = proportion;
  return [`${count} of ${of}`, percent(rate), percentInterval(proportion.interval)];
}
