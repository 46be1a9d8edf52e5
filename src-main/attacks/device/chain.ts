import { DEVICE_STEPS, type DeviceStep } from '../../../src-shared/attacks/device-steps.ts';
import { below, between, integer, type RandomGenerator } from '../../numeric/random.ts';
import { sum } from '../../numeric/sums.ts';
import { filter, inTurn, resampled, rounded, scaled, shifted, type LinearMap } from './maps.ts';

/** The high-pass takes away what a Hann window of this length averages; the low-pass ends between these. */
const [BASELINE_S, LOW_PASS_HZ] = [3, [35, 45]] as const;
const LOW_PASS_S = 0.1;
const [MAINS_HZ, NOTCH_S] = [[50, 60], 0.5] as const;
const OTHER_RATES_HZ = [250, 360, 500];
const GAIN_ERROR = 0.05;
const SHIFT_S = 0.1;
/** Of what is stored or printed, ADC units: half of a tenth of a millimetre of paper at 1000 units per mV. */
const RESOLUTION_UNITS = 5;

/** What each step may do to a signal of a rate, drawn. */
const DRAWN: Record<DeviceStep, (random: RandomGenerator, samplingHz: number) => LinearMap> = {
  'band-pass': (random, samplingHz) =>
    inTurn([
      filter(without(hann(BASELINE_S * samplingHz), () => 1)),
      filter(lowPass(between(random, ...LOW_PASS_HZ), samplingHz)),
    ]),
  notch(random, samplingHz) {
    const mains = MAINS_HZ[below(random, MAINS_HZ.length)]!;
    const turn = (2 * Math.PI * mains) / samplingHz;
    return filter(without(hann(NOTCH_S * samplingHz), (from) => Math.cos(turn * from)));
  },
  resampling: (random, samplingHz) => resampled(OTHER_RATES_HZ[below(random, OTHER_RATES_HZ.length)]! / samplingHz),
  gain: (random) => scaled(1 + between(random, -GAIN_ERROR, GAIN_ERROR)),
  shift(random, samplingHz) {
    const most = Math.round(SHIFT_S * samplingHz);
    return shifted(integer(random, -most, most));
  },
  resolution: () => rounded(RESOLUTION_UNITS),
};

/** A device, or one step of it, as it is drawn for one signal. */
export function drawDevice(
  random: RandomGenerator,
  samplingHz: number,
  steps: readonly DeviceStep[] = DEVICE_STEPS,
): LinearMap {
  return inTurn(steps.map((step) => DRAWN[step](random, samplingHz)));
}

/** A Hann window of an odd number of samples. */
function hann(samples: number): Float64Array {
  const half = Math.max(1, Math.round(samples / 2));
  return Float64Array.from(
    { length: 2 * half + 1 },
    (_, k) => 0.5 + 0.5 * Math.cos((Math.PI * (k - half)) / (half + 1)),
  );
}

/** Taps that leave everything but the wave of this shape within the window. */
function without(window: Float64Array, wave: (from: number) => number): Float64Array {
  const half = (window.length - 1) / 2;
  const taps = window.map((weight, k) => weight * wave(k - half));
  const size = sum(taps.map((tap, k) => tap * wave(k - half)));
  return taps.map((tap, k) => (k === half ? 1 : 0) - tap / size);
}

/** A sinc under a Hann window, its sum 1. */
function lowPass(cornerHz: number, samplingHz: number): Float64Array {
  const window = hann(LOW_PASS_S * samplingHz);
  const half = (window.length - 1) / 2;
  const turn = (2 * Math.PI * Math.min(cornerHz, 0.45 * samplingHz)) / samplingHz;
  const taps = window.map((weight, k) => weight * (k === half ? turn : Math.sin(turn * (k - half)) / (k - half)));
  const total = sum(taps);
  return taps.map((tap) => tap / total);
}
