/** AdamW (Loshchilov & Hutter 2019) on one flat array, in place; its state is plain data, so that it can be resumed. */
export interface AdamState {
  step: number;
  mean: Float32Array;
  square: Float32Array;
}

export interface AdamRates {
  learningRate: number;
  weightDecay: number;
  beta1: number;
  beta2: number;
}

const EPSILON = 1e-8;

export function newAdamState(size: number): AdamState {
  return { step: 0, mean: new Float32Array(size), square: new Float32Array(size) };
}

/** One step; `decays[i]` is 1 if weights[i] decays and 0 if not (biases, batch norm). */
export function adamStep(
  weights: Float32Array,
  gradient: Float32Array,
  decays: Uint8Array,
  state: AdamState,
  rates: AdamRates,
): void {
  const { learningRate, weightDecay, beta1, beta2 } = rates;
  const { mean, square } = state;
  state.step += 1;
  const rate = learningRate / (1 - beta1 ** state.step);
  const scale = 1 / (1 - beta2 ** state.step);
  const keep = [1, 1 - learningRate * weightDecay] as const;
  for (let i = 0; i < weights.length; i += 1) {
    const g = gradient[i] as number;
    const m = beta1 * (mean[i] as number) + (1 - beta1) * g;
    const v = beta2 * (square[i] as number) + (1 - beta2) * g * g;
    mean[i] = m;
    square[i] = v;
    const kept = (weights[i] as number) * (decays[i] === 1 ? keep[1] : keep[0]);
    weights[i] = kept - (rate * m) / (Math.sqrt(v * scale) + EPSILON);
  }
}

/** One-cycle learning rate (Smith 2018): up over the first tenth, down to almost nothing, both along a cosine. */
export function oneCycleRate(peak: number, step: number, steps: number): number {
  const turn = 0.1 * steps;
  const [from, to, part] =
    step < turn ? [peak / 25, peak, step / turn] : [peak, peak / 10_000, (step - turn) / Math.max(1, steps - turn)];
  return to + ((from - to) * (1 + Math.cos(Math.PI * part))) / 2;
}
