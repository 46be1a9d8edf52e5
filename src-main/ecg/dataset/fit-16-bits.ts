import { AppError } from '../../../src-shared/errors/app-error.ts';

const MOST = 32_767;
const LEAST = -32_768;

interface Sampled {
  samples: Int16Array | Int32Array;
  unitsPerMv: number;
}
interface Fitted {
  samples: Int16Array;
  unitsPerMv: number;
  /** Whether values had to be rounded. */
  scaled: boolean;
}

/**
 * The samples in 16 bits, in which records are stored. What is larger is divided by the smallest power of two that makes it fit, and
 * rounded; the gain is divided with it. Throws AppError('damaged') where no step of at most 1/10 mV is left.
 */
export function fitInto16Bits({ samples, unitsPerMv }: Sampled): Fitted {
  if (samples instanceof Int16Array) return { samples, unitsPerMv, scaled: false };
  const divisor = divisorFor(samples);
  const fitted = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++) fitted[i] = Math.round((samples[i] as number) / divisor);
  if (divisor > 1 && unitsPerMv / divisor < 10) {
    throw new AppError(
      'damaged',
      `its values reach ${Math.round(largest(samples) / unitsPerMv)} mV, which no ECG does`,
    );
  }
  return { samples: fitted, unitsPerMv: unitsPerMv / divisor, scaled: divisor > 1 };
}

function divisorFor(samples: Int32Array): number {
  let divisor = 1;
  const [least, most] = extremes(samples);
  while (Math.round(most / divisor) > MOST || Math.round(least / divisor) < LEAST) divisor *= 2;
  return divisor;
}

function largest(samples: Int32Array): number {
  return Math.max(...extremes(samples).map(Math.abs));
}

function extremes(samples: Int32Array): [least: number, most: number] {
  let [least, most] = [0, 0];
  for (const value of samples) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return [least, most];
}
