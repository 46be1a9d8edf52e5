import { usesOption } from '../../../src-shared/attacks/attack-methods.ts';
import type { AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import type { AttackHooks, AttackResult } from '../methods/parts/attack-result.ts';
import { checkBatch, type AttackBatch } from '../objective/batch.ts';
import { gradientAttack } from './gradient-attack.ts';
import { blackBox } from '../objective/black-box.ts';
import { withRestarts } from './restarts.ts';
import { spsa } from '../methods/spsa.ts';

/**
 * Attacks records of one length at once; each record's result is its own, whatever else is in the batch. The event
 * loop gets a turn before every step, so that progress goes out and a cancel comes in. Leaves no tensor behind.
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
  const { method } = options;
  if (method === 'spsa') return spsa(blackBox(classifier), batch, options, hooks);
  const restarts = usesOption(method, 'restarts') ? options.restarts : 1;
  return withRestarts(
    batch,
    restarts,
    (part, start, own) => gradientAttack(classifier, part, { ...options, method }, own, start),
    hooks,
  );
}
