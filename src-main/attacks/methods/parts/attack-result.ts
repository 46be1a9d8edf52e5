import type { PartOutcome } from '../../../../src-shared/contract/part-outcome.ts';

export interface AttackHooks {
  /** Called after every step; `steps` includes the PGD start of SAP, and all restarts. */
  onStep?: ((step: number, steps: number) => void) | undefined;
  /** Checked before every step. */
  signal?: AbortSignal | undefined;
}

export interface AttackResult {
  /** x′ of each record in ADC units, not yet quantised: equal to x in the padding, within ±ε of x up to rounding. */
  adversarial: Float32Array[];
  /** Per record, the steps at which its whole gradient was 0 short of its goal, so that sign(0) left it there. */
  zeroGradientSteps: number[];
  /** Per record, the forward passes that a black-box attack took, its checks of x′ included. */
  queries?: number[];
  /** Per record, how often it was attacked, each time from another start. */
  starts?: number[];
  /** Per record, which start gave x′, from 1. */
  keptStart?: number[];
  /** Per record, what each attack of several has reached, those that it was spared left out. */
  parts?: PartOutcome[][];
}
