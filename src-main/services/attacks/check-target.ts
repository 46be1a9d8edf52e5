import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { CINC_2017_CLASSES, classesInWords, classesOfCard, sameClasses } from '../../../src-shared/class-list.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ModelRow } from '../../db/models/models.ts';

/**
 * Throws AppError 'bad-input' where the model has no such class to lead to; the paper's protocol leads AF to Normal, which only the
 * classes of CinC 2017 have in the places that it means.
 */
export function checkTarget(
  { target }: Pick<AttackOptions, 'target'>,
  { name, card }: Pick<ModelRow, 'name' | 'card'>,
): void {
  const classes = classesOfCard(card);
  const known = `The classes of "${name}" are ${classesInWords(classes)}.`;
  if (target === 'han2020' && !sameClasses(classes, CINC_2017_CLASSES)) {
    throw new AppError(
      'bad-input',
      `The protocol han2020 leads AF to Normal, and is for the classes of CinC 2017. ${known} Name one of them as the target, or none.`,
    );
  }
  if (typeof target === 'number' && target >= classes.length) {
    throw new AppError('bad-input', `The target ${target} is no class of the model, which count from 0. ${known}`);
  }
}
