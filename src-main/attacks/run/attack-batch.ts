import { AppError } from '../../../src-shared/errors/app-error.ts';
import { attackOf, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import { optionOf, targetOf } from '../../../src-shared/attacks/options.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { onSearchEngine } from '../../ml/engine/search-engine.ts';
import type { AttackHooks, AttackResult } from '../methods/parts/attack-result.ts';
import { checkBatch, type AttackBatch } from '../objective/batch.ts';
import { gradientAttack, type Outcome } from './gradient-attack.ts';
import { blackBox } from '../objective/black-box.ts';
import { attackInTurn } from './attack-in-turn.ts';
import { loadAttack } from './load-attack.ts';
import { applyUniversal } from './universal-attack.ts';
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
  if (attack.kind === 'cascade') {
    const parts = attack.parts(options, classifier.classCount);
    return attackInTurn(
      classifier,
      batch,
      parts,
      (part, own) => attackBatch(classifier, part.batch, part.options, own),
      hooks,
    );
  }
  if (attack.kind !== 'black-box' && classifier.differentiable === false) {
    throw new AppError(
      'bad-input',
      `This model has no gradients here, which ${options.method} needs. Attack it as a black box: --method square, spsa, rays or hopskipjump.`,
    );
  }
  if (attack.kind === 'black-box') return attack.search(blackBox(classifier), batch, options, hooks);
  if (attack.kind === 'universal') return withPattern(classifier, batch, options);
  const restarts = optionOf(options, 'restarts') ?? 1;
  const aimsAtEach = attackOf(options.method).aimsAtEach?.(options) === true && isUntargeted(batch, options);
  // Devices are computed between the steps, on plain numbers, and a classifier of another program knows its own engine only.
  const searches = classifier.onEveryEngine === true && optionOf(options, 'survives') !== 'device';
  const ranks = aimsAtEach ? classifier.classCount - 1 : 1;
  return withRestarts(
    batch,
    ranks * restarts,
    (part, { restart, judge }, own) => {
      const rank = aimsAtEach ? 1 + Math.floor(restart / restarts) : undefined;
      const run = (): Promise<Outcome> =>
        gradientAttack(classifier, part, { attack, options, restart, rank, judge }, own);
      return searches ? onSearchEngine(run) : run();
    },
    hooks,
  );
}

async function withPattern(classifier: Classifier, batch: AttackBatch, options: AttackOptions): Promise<AttackResult> {
  if (options.method === 'universal' && batch.pattern) return applyUniversal(classifier, batch, batch.pattern, options);
  throw new AppError(
    'bad-input',
    `A universal perturbation is found on other records before it is judged, which only an attack run does: equipoise attack --method ${options.method}.`,
  );
}

/** Whether any of its records is only led away from its label. */
function isUntargeted(batch: AttackBatch, options: AttackOptions): boolean {
  const targets = batch.targets ?? Array.from(batch.labels, (label) => targetOf(options, label));
  return Array.from(targets).includes(null);
}
