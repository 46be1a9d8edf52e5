import { attackOptionsSchema, type AttackMethod, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Goal } from '../../report/reproduction/data.ts';

/** An attack with the paper's values: ε 10, α 1, 20 steps of PGD, 40 of SAP, all 25 kernels. */
export function reproducedAttack(method: AttackMethod, goal: Goal): AttackOptions {
  return attackOptionsSchema.parse({ method, target: goal === 'han2020' ? 'han2020' : null });
}

/** SAP with these values towards one class, as a column of Table 1 is made. */
export function targetAttack(target: ClassIndex): AttackOptions {
  return { ...reproducedAttack('sap', 'untargeted'), target };
}
