import { lossOf, optionOf, totalSteps, traitsOf } from '../../../src-shared/attacks/options.ts';
import { shouldFoolAll } from '../../../src-shared/attacks/traits.ts';
import type { Finding } from '../../../src-shared/contract/attacks.ts';
import type { EvaluatedRun, Uses } from './evaluated-run.ts';
import { outOf, percent } from '../../../src-shared/format/share.ts';
import { decimal } from '../../../src-shared/format/number.ts';

/** Ten times the paper's budget: a tenth of an R wave. A sound attack by many gradient steps needs no more. */
export const LARGE_UNITS = 100;
/** From this share of records without a gradient on, the numbers are wrong, not just a little low. */
const MANY_ZERO_GRADIENTS = 0.1;
/** A 95 % interval wider than this says little: under about 40 records. */
const WIDE_INTERVAL = 0.3;

type Check = (run: EvaluatedRun, uses: Uses) => Finding | undefined;

/** What a run's own numbers say about it. */
export function lintNumbers(run: EvaluatedRun, uses: Uses): Finding[] {
  return CHECKS.flatMap((check) => check(run, uses) ?? []);
}

const largeBudget: Check = ({ options, summary: { asr, fooled, attackable } }) => {
  if (options.epsilonUnits < LARGE_UNITS || asr === null || asr === 1) return;
  if (!shouldFoolAll(traitsOf(options))) return;
  return {
    code: 'large-budget-short-of-all',
    severity: asr < 0.9 ? 'error' : 'warning',
    message: `With ε = ${options.epsilonUnits} units only ${outOf(fooled, attackable)} are fooled, where a working attack should reach all.`,
    cure: 'Take more steps or a larger α, another loss (margin), random starts; if nothing helps, the gradient is masked.',
  };
};

const shortSteps: Check = ({ options }) => {
  const alpha = optionOf(options, 'alphaUnits');
  if (alpha === undefined) return;
  const steps = totalSteps(options);
  if (steps * alpha >= options.epsilonUnits) return;
  return {
    code: 'steps-too-short',
    severity: 'warning',
    message: `${steps} steps of α = ${alpha} reach ${steps * alpha} units, but ε is ${options.epsilonUnits}: the budget cannot be used up.`,
    cure: 'Raise α to about ε/10, or take more steps.',
  };
};

const noise: Check = ({ summary: { noiseControl, fooled, attackable, asrInterval } }) => {
  if (!noiseControl?.interval || !asrInterval || noiseControl.interval[1] < asrInterval[0]) return;
  if (noiseControl.fooled === 0 && fooled > 0) return;
  return {
    code: 'noise-as-good',
    severity: fooled > 0 && noiseControl.fooled >= fooled ? 'error' : 'warning',
    message: `The attack fools ${outOf(fooled, attackable)}, random noise of the same size and spectrum ${outOf(noiseControl.fooled, attackable)}: the intervals overlap.`,
    cure: 'Do not call it an attack until more records or a stronger attack separate the two; the model may simply be unstable.',
  };
};

const zeroGradients: Check = ({ options, summary: { zeroGradient, records } }) => {
  if (zeroGradient === 0) return;
  const loss = lossOf(options);
  return {
    code: 'zero-gradients',
    severity: zeroGradient > MANY_ZERO_GRADIENTS * records ? 'error' : 'warning',
    message: `The attack stalled at some step on ${outOf(zeroGradient, records)} records, because the gradient of the ${loss} loss was 0 there.`,
    cure:
      loss === 'cross-entropy'
        ? 'Attack again with the margin loss, which does not saturate.'
        : 'Add random starts, and compare with a black-box attack: the gradient may be masked.',
  };
};

const rebuiltLogits: Check = (run) => {
  if (!run.rebuiltLogits) return;
  return {
    code: 'logits-rebuilt',
    severity: 'warning',
    message:
      'The model gives probabilities, and their logarithms stand for its logits: where it is sure, they are rounded, and the gradient is 0 or coarse.',
    cure: 'Export the network without its softmax (or with it as the last operator, which is then left out) and import it again.',
  };
};

const trainedOn: Check = (run, { judges }) => {
  const own = trainedOnOwn(run);
  const knowing = judges.filter((judge) => judge.trainedOn > 0);
  if (knowing.length === 0) return own;
  const told = knowing.map((judge) => `${judge.model} was trained on ${outOf(judge.trainedOn, run.summary.records)}`);
  const message = `These examples were transferred to models that know their records: ${told.join(', ')}.`;
  return {
    code: 'trained-on-records',
    severity: own?.severity === 'error' ? 'error' : 'warning',
    message: own ? `${own.message} ${message}` : message,
    cure:
      own?.cure ?? 'Transfer examples of records that the target was not trained on, such as those of the test split.',
  };
};

/** Whether the attacked model itself was trained on its records. */
function trainedOnOwn({ split, summary }: EvaluatedRun): Finding | undefined {
  const known = summary.trainedOn;
  if (known !== undefined && known > 0) {
    return {
      code: 'trained-on-records',
      severity: 'error',
      message: `The model was trained on ${outOf(known, summary.records)} of the attacked records, so they are not new to it.`,
      cure: 'Attack records of the test split of the dataset and labels that the model was trained on.',
    };
  }
  if (split === 'test' || (split === 'train' && known !== undefined)) return;
  const role = split === 'train' ? 'are used to train a model' : "helped to choose the model's best epoch";
  return {
    code: 'trained-on-records',
    severity: split === 'train' ? 'warning' : 'note',
    message: `All ${summary.records} records are from the ${split} split: such records ${role}.`,
    cure: 'Attack the test split for numbers to report.',
  };
}

const denominator: Check = ({ summary }, { wrongInStudies, tables }) => {
  const { records, originallyCorrect, attackable, fooled, asr } = summary;
  const cure = 'Count success only among the records that the model got right before the attack.';
  const expected = attackable > 0 ? fooled / attackable : null;
  const wrong = records - originallyCorrect;
  if (attackable > originallyCorrect || fooled > attackable || asr !== expected) {
    const message = `The success rate (${asr ?? 'none'}) does not match ${fooled} fooled of ${attackable} attackable among ${originallyCorrect} originally correct records.`;
    return { code: 'wrong-before-counted', severity: 'error', message, cure };
  }
  if (wrongInStudies > 0) {
    const message = `${wrongInStudies} trials of studies show examples of records that the model got wrong before the attack.`;
    return { code: 'wrong-before-counted', severity: 'warning', message, cure };
  }
  if (tables === 0 || wrong === 0) return;
  const message = `The table by the class before the attack that this run is part of counts all ${records} records, ${wrong} of them misclassified before.`;
  return { code: 'wrong-before-counted', severity: 'note', message, cure };
};

const padding: Check = ({ options, summary: { perturbedPadding = 0, records } }) => {
  if (perturbedPadding > 0) {
    return {
      code: 'padding-perturbed',
      severity: 'error',
      message: `On ${outOf(perturbedPadding, records)} records the perturbation reaches into a flat start or end, such as padding leaves, where there is no heartbeat.`,
      cure: 'Import the records without their padding.',
    };
  }
  if (options.padding !== 'han2020') return;
  return {
    code: 'padding-perturbed',
    severity: 'note',
    message: 'Padding may be perturbed during the search, as in the public code of Han et al. 2020.',
    cure: 'Use the padding option "masked" for numbers of your own.',
  };
};

const fewRecords: Check = ({ summary: { asr, asrInterval, attackable } }) => {
  if (asr !== null && asrInterval && asrInterval[1] - asrInterval[0] <= WIDE_INTERVAL) return;
  const [low, high] = asrInterval ?? [0, 1];
  return {
    code: 'few-records',
    severity: 'note',
    message: `Only ${attackable} records could be fooled, so the success rate may lie anywhere from ${decimal(100 * low, 0)} to ${percent(high, 0)}.`,
    cure: 'Attack more records.',
  };
};

const CHECKS = [
  largeBudget,
  shortSteps,
  noise,
  zeroGradients,
  rebuiltLogits,
  trainedOn,
  denominator,
  padding,
  fewRecords,
];
