import type { AttackMethod } from '../../../src-shared/attacks/index.ts';
import type { AnyEquations } from '../methods/parts/attack.ts';

/**
 * The equations of an attack, loaded by its name: every attack that src-shared/attacks/index.ts lists has a file there,
 * which the tests show and the compiler cannot know.
 */
export async function loadAttack(method: AttackMethod): Promise<AnyEquations> {
  const { attack } = (await import(`../methods/${method}.ts`)) as { attack: AnyEquations };
  return attack;
}
