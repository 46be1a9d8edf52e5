export interface AttackHooks {
  /** After every step; for SAP, `steps` counts those of its PGD start too, and all restarts are counted in. */
  onStep?: ((step: number, steps: number) => void) | undefined;
  /** Looked at before every step. */
  signal?: AbortSignal | undefined;
}

export interface AttackResult {
  /** x′ of each record in ADC units, not yet quantised: equal to x in the padding, within ±ε of x up to rounding. */
  adversarial: Float32Array[];
  /** Of each record, the steps at which its whole gradient was 0 short of its goal, so that sign(0) left it there. */
  zeroGradientSteps: number[];
  /** Of each record, the forward passes that a black-box attack took, its checks of x′ included. */
  queries?: number[];
  /** Of each record, how often it was attacked, each time from another start. */
  starts?: number[];
  /** Of each record, which of them gave x′, from 1. */
  keptStart?: number[];
}
