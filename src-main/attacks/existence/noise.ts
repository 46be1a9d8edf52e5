import { gaussianPair, uniform, type RandomGenerator } from '../../numeric/random.ts';
import { smoothedNear, type Neighbourhood } from './neighbourhood.ts';

/**
 * One new signal: x″ = x + clip(K̄ ⊗ (x′ + n − x), ±ε), n ~ N(0, σ²) at every sample; σ in ADC units (Han et al. 2020,
 * Extended Data Fig. 2).
 */
export function drawNoise(near: Neighbourhood, sigmaUnits: number, random: RandomGenerator): Int16Array {
  const v = Float64Array.from(near.adversarial);
  // In pairs, for speed: nine thousand are drawn for every signal.
  for (let i = 0; i < v.length; i += 2) {
    const [first, second] = gaussianPair(() => uniform(random), sigmaUnits);
    v[i]! += first;
    if (i + 1 < v.length) v[i + 1]! += second;
  }
  return smoothedNear(near, v);
}
