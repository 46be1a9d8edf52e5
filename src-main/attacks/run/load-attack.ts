import type { AttackMethod } from '../../../src-shared/attacks/index.ts';
import type { BlackBoxAttack, GradientAttack } from '../methods/parts/attack.ts';

/**
 * The equations of an attack, loaded by its name: every attack that src-shared/attacks/index.ts lists has a file there,
 * which the tests show and the compiler cannot know.
 */
export async function loadAttack(method: AttackMethod): Promise<GradientAttack | BlackBoxAttack> {
  const { attack } = (await import(`../methods/${method}.ts`)) as { attack: GradientAttack | BlackBoxAttack };
  return attack;
}
