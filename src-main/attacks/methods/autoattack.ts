import type { AttackOptions, AttackOptionsInput, OptionsOf } from '../../../src-shared/attacks/index.ts';
import { attackOptionsSchema } from '../../../src-shared/attacks/index.ts';
import { DLR_CLASSES } from '../objective/logit-losses.ts';
import { defineCascade } from './parts/attack.ts';

/**
 * AutoAttack's standard version (Croce and Hein 2020): APGD-CE, APGD-T, FAB-T and Square in turn, the first two from random
 * starts. The DLR loss is not defined for fewer than three classes, nor targeted for fewer than four: there APGD takes the
 * margin of the logits instead, and is called so.
 */
export const attack = defineCascade<OptionsOf<'autoattack'>>((options, classCount) => {
  const { apgdSteps, fabSteps, squareQueries } = options;
  const part = (own: AttackOptionsInput): AttackOptions =>
    attackOptionsSchema.parse({ ...options, ...own, randomStart: true });
  const loss = classCount < DLR_CLASSES.targeted ? 'margin' : 'dlr';
  return [
    { name: 'apgd-ce', options: part({ method: 'apgd', loss: 'cross-entropy', apgdSteps }) },
    {
      name: loss === 'dlr' ? 'apgd-t' : 'apgd-margin',
      options: part({ method: 'apgd', loss, eachClass: true, apgdSteps }),
    },
    { name: 'fab-t', options: part({ method: 'fab', fabSteps }) },
    { name: 'square', options: part({ method: 'square', squareQueries }) },
  ];
});
