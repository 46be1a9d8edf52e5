import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { PerturbationMetrics } from '../../../src-shared/contract/attacks.ts';
import { unitsToMicrovolts } from '../../../src-shared/ecg.ts';
import { paperMm } from '../../../src-shared/visibility.ts';
import { energyShareAbove, energySpectrum } from '../../numeric/spectrum.ts';
import { sumOf, sumOfSquares, variance } from '../../numeric/sums.ts';

export interface Perturbed {
  /** x and x′, the samples of the record without padding, ADC units. */
  original: ArrayLike<number>;
  adversarial: ArrayLike<number>;
  samplingHz: number;
  unitsPerMv: number;
}

/**
 * Size and shape of δ = x′ − x; a measure that divides by the size of δ or of x is null where that is 0. Variances are
 * divided by n. Var(Δδ) is what the attack of Chen et al. (ECGadv) keeps small.
 *
 * Throws AppError 'bad-input' for signals of different lengths or without samples.
 */
export function measurePerturbation({ original, adversarial, samplingHz, unitsPerMv }: Perturbed): PerturbationMetrics {
  const n = original.length;
  if (n === 0 || adversarial.length !== n) {
    throw new AppError(
      'bad-input',
      `The original has ${n} samples and the attacked signal ${adversarial.length}: give two signals of one length.`,
    );
  }
  const x = Float64Array.from(original);
  const delta = x.map((value, i) => adversarial[i]! - value);
  const steps = delta.subarray(1).map((value, i) => value - delta[i]!);
  const max = delta.reduce((top, value) => Math.max(top, Math.abs(value)), 0);
  const microvolts = (units: number): number => unitsToMicrovolts(units, unitsPerMv);
  const deviation = Math.sqrt(variance(delta));
  const norm = Math.sqrt(sumOfSquares(delta));
  const spread = Math.sqrt(variance(x));
  const spectrum = energySpectrum(delta);
  return {
    linfUv: microvolts(max),
    rmsUv: microvolts(norm / Math.sqrt(n)),
    snrDb: spread > 0 && deviation > 0 ? 20 * Math.log10(spread / deviation) : null,
    prdnPercent: spread > 0 ? (100 * norm) / (spread * Math.sqrt(n)) : null,
    totalVariationUv: microvolts(sumOf(steps, Math.abs)),
    varianceOfDifferencesUv2: microvolts(microvolts(variance(steps))),
    energyAbove15Hz: energyShareAbove(spectrum, n, samplingHz, 15),
    energyAbove40Hz: energyShareAbove(spectrum, n, samplingHz, 40),
    paperMm: paperMm(microvolts(max)),
  };
}
