import type { AttackRun } from '../../../src-shared/contract/attacks.ts';
import type { ControlDraws } from '../../attacks/outcome/noise-control.ts';

/** How a stored run drew its noise control. */
export function controlOf({ summary, options }: Pick<AttackRun, 'summary' | 'options'>): ControlDraws {
  return summary.noiseControl?.isSeeded ? options : 'record';
}
