import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { optionOf } from '../../../src-shared/attacks/options.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import type { AttackHooks, AttackResult } from '../methods/parts/attack-result.ts';
import { checkBatch, type AttackBatch } from '../objective/batch.ts';
import { gradientAttack } from './gradient-attack.ts';
import { blackBox } from '../objective/black-box.ts';
import { loadAttack } from './load-attack.ts';
import { withRestarts } from './restarts.ts';

/**
 * Attacks records of one length at once; a record's result depends on the batch by rounding alone: the order of
 * sums in TensorFlow's kernels follows the batch's size and the record's position. Yields to the
 * event loop before every step, so that progress goes out and a cancel comes in. Leaves no tensor behind.
 *
 * Throws AppError 'bad-input' for a batch that cannot be attacked, 'cancelled' when the signal asks for it, and
 * 'damaged' when the classifier's gradient is not a number.
 */
export async function attackBatch(
  classifier: Classifier,
  batch: AttackBatch,
  options: AttackOptions,
  hooks: AttackHooks = {},
): Promise<AttackResult> {
  checkBatch(batch, classifier.classCount);
  const attack = await loadAttack(options.method);
  if (attack.kind !== 'black-box' && classifier.differentiable === false) {
    throw new AppError(
      'bad-input',
      `This model has no gradients here, which ${options.method} needs. Attack it as a black box: --method spsa.`,
    );
  }
  if (attack.kind === 'black-box') return attack.search(blackBox(classifier), batch, options, hooks);
  return withRestarts(
    batch,
    optionOf(options, 'restarts') ?? 1,
    (part, start, own) => gradientAttack(classifier, part, { attack, options, ...start }, own),
    hooks,
  );
}
