import { quantise } from '../objective/quantise.ts';
import { smoothSignal } from '../smoothing/smooth-signal.ts';

/** An adversarial example and the space around its original in which new ones are sought; ADC units. */
export interface Neighbourhood {
  /** x (n,). */
  original: Int16Array;
  /** x′ (n,), as stored and judged. */
  adversarial: Int16Array;
  epsilonUnits: number;
  /** K̄: see kernels.ts. */
  kernel: Float64Array;
}

/** x″ = x + clip(K̄ ⊗ (v − x), ±ε), quantised to the record's grid as every stored signal is. */
export function smoothedNear({ original, epsilonUnits, kernel }: Neighbourhood, v: Float64Array): Int16Array {
  const smooth = smoothSignal(
    v.map((value, i) => value - original[i]!),
    kernel,
  );
  for (let i = 0; i < smooth.length; i++) smooth[i]! += original[i]!;
  return quantise(original, smooth, { epsilonUnits });
}
