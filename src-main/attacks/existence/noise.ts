import { uniform, type RandomGenerator } from '../../numeric/random.ts';
import { smoothedNear, type Neighbourhood } from './neighbourhood.ts';

/**
 * One new signal: x″ = x + clip(K̄ ⊗ (x′ + n − x), ±ε), n ~ N(0, σ²) at every sample; σ in ADC units (Han et al. 2020,
 * Extended Data Fig. 2).
 */
export function drawNoise(near: Neighbourhood, sigmaUnits: number, random: RandomGenerator): Int16Array {
  const v = Float64Array.from(near.adversarial);
  // Box and Muller's normal numbers come in pairs; nine thousand are drawn for every signal.
  for (let i = 0; i < v.length; i += 2) {
    const radius = sigmaUnits * Math.sqrt(-2 * Math.log(1 - uniform(random)));
    const angle = 2 * Math.PI * uniform(random);
    v[i]! += radius * Math.cos(angle);
    if (i + 1 < v.length) v[i + 1]! += radius * Math.sin(angle);
  }
  return smoothedNear(near, v);
}
