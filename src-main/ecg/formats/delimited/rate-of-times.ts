import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { decimal } from '../../../../src-shared/format/number.ts';

/** How far a step may be from the mean one, beside what the rounding of the times explains. */
const TOLERANCE = 0.02;

/**
 * The sampling rate of a column of times, in Hz: a whole number where the rounding of the times allows one. Throws
 * AppError('damaged') where they do not rise evenly.
 * @param times (n,) in units of `secondsPerUnit`
 */
export function rateOfTimes(times: Float64Array, secondsPerUnit: number, fileName: string): number {
  const first = times[0] ?? Number.NaN;
  const last = times.at(-1) ?? Number.NaN;
  const step = (last - first) / (times.length - 1);
  if (!(step > 0) || !Number.isFinite(step)) throw uneven(fileName, 'the last is not later than the first');
  const rounding = resolutionOf(times);
  for (let i = 1; i < times.length; i++) {
    const own = (times[i] ?? Number.NaN) - (times[i - 1] ?? Number.NaN);
    if (!(Math.abs(own - step) <= step * TOLERANCE + rounding * 1.001)) {
      const [after, mean] = [own, step].map((one) => `${decimal(one * secondsPerUnit * 1000, 3)} ms`);
      throw uneven(
        fileName,
        `row ${i + 1} of the numbers comes ${after} after the one before, on average it is ${mean}`,
      );
    }
  }
  const rate = 1 / (step * secondsPerUnit);
  const whole = Math.round(rate);
  const uncertainty = rounding / (last - first) + 1e-9;
  return Math.abs(whole / rate - 1) <= uncertainty ? whole : rate;
}

function uneven(fileName: string, where: string): AppError {
  const text = `${fileName}: its times do not rise evenly (${where}), so that it has no one rate`;
  return new AppError('damaged', text);
}

/** The last decimal place that the times are written with, at most nine. */
function resolutionOf(times: Float64Array): number {
  const some = times.subarray(0, 1000);
  for (let places = 0; places < 9; places++) {
    const scale = 10 ** places;
    if (some.every((time) => Math.abs(time * scale - Math.round(time * scale)) < 1e-6)) return 1 / scale;
  }
  return 1e-9;
}
