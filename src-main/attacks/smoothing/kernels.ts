import type { KernelSet } from '../../../src-shared/attacks/fields.ts';
import { sum } from '../../numeric/sums.ts';

const SIZES = [5, 7, 11, 15, 19] as const;
const SIGMAS = [1, 3, 5, 7, 10] as const;

/** Taps of the averaged kernel: those of the widest Gaussian. */
const KERNEL_TAPS = 19;

/** K(s, σ): `size` Gaussian weights with standard deviation `sigma` samples around the middle, summing to 1. */
export function gaussianKernel(size: number, sigma: number): Float64Array {
  const weights = Float64Array.from({ length: size }, (_, m) =>
    Math.exp(-((m - (size - 1) / 2) ** 2) / (2 * sigma ** 2)),
  );
  const total = sum(weights);
  return weights.map((weight) => weight / total);
}

/**
 * K̄, the mean of the Gaussian kernels that SAP smooths with (Han et al. 2020), each centred in 19 taps: the mean of
 * their convolutions is the convolution with their mean. `cross25` takes every size with every σ (the public code),
 * `paired5` the i-th size with the i-th σ. The 19 weights are symmetric and sum to 1.
 */
export function averagedKernel(kernels: KernelSet): Float64Array {
  const pairs =
    kernels === 'cross25'
      ? SIZES.flatMap((size) => SIGMAS.map((sigma) => [size, sigma] as const))
      : SIZES.map((size, i) => [size, SIGMAS[i]!] as const);
  const mean = new Float64Array(KERNEL_TAPS);
  for (const [size, sigma] of pairs) {
    const offset = (KERNEL_TAPS - size) / 2;
    gaussianKernel(size, sigma).forEach((weight, m) => (mean[offset + m]! += weight / pairs.length));
  }
  return mean;
}
