import { PAPER } from './paper.ts';
import type { ReproductionData } from './data.ts';
import { count, decimal } from '../../../src-shared/format/number.ts';

export const DIFFERENCE_IDS = [
  'network',
  'epoch',
  'labels',
  'first-records',
  'length',
  'padding',
  'rounding',
  'goals',
  'first-examples',
  'crossings',
  'band',
] as const;
export type DifferenceId = (typeof DIFFERENCE_IDS)[number];

/** One thing that is not as in the paper, as the data themselves show. */
export interface Difference {
  id: DifferenceId;
  /** 'a', 'b' …: how tables refer to it. */
  mark: string;
  title: string;
  text: string;
}

/** Everything that differs between this reproduction and the paper. */
export function differencesOf(data: ReproductionData): Difference[] {
  const found = DIFFERENCE_IDS.flatMap((id) => {
    const difference = DIFFERENCES[id](data);
    return difference ? [{ id, ...difference }] : [];
  });
  return found.map((difference, index) => ({ ...difference, mark: String.fromCharCode(97 + index) }));
}

type Told = { title: string; text: string } | undefined;

const DIFFERENCES: Record<DifferenceId, (data: ReproductionData) => Told> = {
  network: ({ models: [model] }) => {
    if (!model || model.architecture === 'han2020') return undefined;
    const size = model.parameters === null ? '' : ` of ${count(model.parameters)} parameters`;
    return {
      title: 'Network',
      text: `Ours is ${model.architecture}${size}; the paper’s has 13 dilated convolutions and ${count(PAPER.parameters)} parameters. A different network has different gradients and margins, so attack rates need not agree.`,
    };
  },
  epoch: ({ models: [model] }) => ({
    title: 'Choice of the epoch',
    text: `The paper kept the best of 200 epochs by accuracy on the test records themselves, which flatters its accuracy. Ours: ${
      model?.selection ?? 'the model’s card does not say how its epoch was chosen.'
    }`,
  }),
  labels: ({ dataset }) => {
    if (dataset.testCounts.join() === PAPER.testCounts.join()) return undefined;
    return {
      title: 'Records, labels and split',
      text: `The test records are ${count(dataset.testRecords)} of “${dataset.name}” (Normal, AF, Other, Noise: ${dataset.testCounts.join(', ')}; labels: ${dataset.labels}); the paper’s are ${PAPER.testRecords} (${PAPER.testCounts.join(', ')}) of CinC 2017 with label version 2 and its own permutation.`,
    };
  },
  'first-records': ({ limit, dataset }) =>
    limit === null
      ? undefined
      : {
          title: 'Part of the test records',
          text: `Only the first ${count(limit)} of ${count(dataset.testRecords)} test records, by name, were attacked. The intervals show what that costs.`,
        },
  length: ({ models: [model], dataset }) => ({
    title: 'Length',
    text:
      model?.architecture === 'han2020'
        ? `The network pads each record to ${count(PAPER.paddedSamples)} samples itself, as the paper’s code does before it.`
        : `Each record is classified and attacked at its own length (${decimal(dataset.shortestS, 1)} to ${decimal(dataset.longestS, 1)} s); the paper pads each with zeros to ${count(PAPER.paddedSamples)} samples (60 s).`,
  }),
  padding: ({ models: [model] }) =>
    model?.attacks.some(({ options }) => options.padding === 'han2020')
      ? undefined
      : {
          title: 'Padding under attack',
          text: 'No attack changes anything outside the record. The public code also perturbs the padding while it optimises, and sets it to zero afterwards.',
        },
  rounding: () => ({
    title: 'Rounding',
    text: 'What is judged is what can be stored: each attacked signal is rounded to whole ADC units (1 µV) and then kept within ε. The paper judges unrounded numbers.',
  }),
  goals: () => ({
    title: 'Goals and denominator',
    text: 'The paper leads AF to Normal and the other classes away from their label; rates are shares of the records that the model got right. An untargeted attack is shown beside it. The public code prints a different number, the accuracy under attack over all test records, which has its own column.',
  }),
  'first-examples': ({ models: [model] }) => {
    const existence = model?.existence;
    if (!existence) return undefined;
    return {
      title: 'Examples explored',
      text: `New examples were sought around ${
        existence.result.examples === 1
          ? 'the first adversarial example'
          : `the first ${existence.result.examples} adversarial examples`
      } by name${
        existence.result.draws === 1000 ? '' : `, with ${count(existence.result.draws)} draws each`
      }; the paper explored all of its adversarial test examples with 1,000 draws each.`,
    };
  },
  crossings: ({ models: [model] }) =>
    model?.existence
      ? {
          title: 'Concatenation',
          text: 'Ours joins two examples where they really cross. The public script splices at a loop counter, mostly within the zero padding, where nothing changes; its method is counted beside ours.',
        }
      : undefined,
  band: ({ models: [model] }) =>
    model?.existence
      ? {
          title: 'Band',
          text: 'Ours smooths a signal drawn within the band with SAP’s mean kernel and keeps it within ε of the original. The public script smooths with five kernels of five samples and projects to the band; its method is counted beside ours.',
        }
      : undefined,
};
