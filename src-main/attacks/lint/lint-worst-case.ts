import { attackOf, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import { traitsOf } from '../../../src-shared/attacks/options.ts';
import type { Finding } from '../../../src-shared/contract/attacks.ts';
import { outOf } from '../../../src-shared/format/share.ts';
import { sameBudget, type Comparison, type EvaluatedRun } from './evaluated-run.ts';

/** Whoever reports that fewer than this share are fooled says that the model is robust. */
const ROBUST = 0.5;
/** The share of records that Square may fool alone before the numbers are called wrong. */
const FEW = 0.02;

/** Whether `worst` is the worst case of several attacks for what the other attack looks for: budget, goal and kind of δ. */
export function isWorstCaseOf(worst: AttackOptions, other: AttackOptions): boolean {
  return (
    worst.method === 'autoattack' &&
    other.method !== 'autoattack' &&
    sameBudget(worst, other) &&
    worst.target === other.target &&
    isSmooth(worst) === isSmooth(other)
  );
}

/** What is wrong with a claim of robustness: no worst case behind it, or one that shows masked gradients. */
export function lintWorstCase(run: EvaluatedRun, comparisons: readonly Comparison[]): Finding[] {
  return [...missing(run, comparisons), ...squareAlone(run), ...outputs(run)];
}

function missing({ options, summary, hasGradient }: EvaluatedRun, comparisons: readonly Comparison[]): Finding[] {
  const { asr, attackable, fooled } = summary;
  if (asr === null || asr >= ROBUST || options.method === 'autoattack') return [];
  const isThere = comparisons.some((other) => isWorstCaseOf(other.options, options) && other.shared === attackable);
  if (isThere) return [];
  const rest = `--epsilon ${options.epsilonUnits}${isSmooth(options) ? ' --subspace smooth' : ''}`;
  return [
    {
      code: 'worst-case-missing',
      severity: 'warning',
      message: `${outOf(attackable - fooled, attackable)} withstand ${attackOf(options.method).name}, which by itself does not show that the model is robust: another attack may fool them.`,
      cure: hasGradient
        ? `Attack the same records by AutoAttack: --method autoattack ${rest}.`
        : `The model has no gradient, which AutoAttack needs. Attack the same records in other ways (--method square, spsa, rays or hopskipjump, with ${rest}), show it the examples of networks (transfer), and report the worst case of all.`,
    },
  ];
}

/** Square takes no gradient: where it fools what the others did not, the gradients hide something. */
function squareAlone({ summary: { parts = [], attackable } }: EvaluatedRun): Finding[] {
  const square = parts.find(({ attack }) => attack === 'square');
  if (!square || square.fooled === 0 || parts.length === 1) return [];
  return [
    {
      code: 'black-box-beats-white-box',
      severity: square.fooled > FEW * attackable ? 'error' : 'warning',
      message: `Square, which sees no gradient, fools ${square.fooled} of the ${square.tried} records that no attack by the gradient has fooled.`,
      cure: 'The gradient is probably masked: give Square more queries, and attack what hides the gradient with an attack made for it.',
    },
  ];
}

function outputs({ summary }: EvaluatedRun): Finding[] {
  const found: Finding[] = [];
  if (summary.outputs?.vary) {
    found.push({
      code: 'outputs-vary',
      severity: 'error',
      message:
        'The model does not give the same outputs twice for the same signals, so that no attack here knows what it climbs.',
      cure: 'Take the randomness out of the network, or attack the mean of its outputs over many draws (EOT).',
    });
  }
  if (summary.outputs?.areProbabilities) {
    found.push({
      code: 'outputs-are-probabilities',
      severity: 'warning',
      message:
        'The outputs of the model look like probabilities where logits are expected: where it is sure, their gradient vanishes.',
      cure: 'Import the network without its softmax.',
    });
  }
  return found;
}

function isSmooth(options: AttackOptions): boolean {
  const { smooth } = traitsOf(options);
  return smooth === 'searched' || smooth === 'afterwards';
}
