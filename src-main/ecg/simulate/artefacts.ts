import type { Random } from '../../numeric/simulation-random.ts';
import type { Grid } from './tracing.ts';

/** Adds to `millivolts` what every tracing has a little of: slow wander, muscle noise, mains hum. */
export function addLightNoise(random: Random, grid: Grid, millivolts: Float64Array): void {
  addWander(random, grid, millivolts, random.uniform(0.02, 0.07));
  addMuscle(random, millivolts, random.uniform(0.004, 0.014));
  const humMv = random.uniform(0.0005, 0.004);
  const humHz = random.chance(0.5) ? 50 : 60;
  const phase = random.uniform(0, 2 * Math.PI);
  add(millivolts, (i) => humMv * Math.sin((2 * Math.PI * humHz * i) / grid.samplingHz + phase));
}

/** Baseline wander: five slow waves, 0.05 to 0.6 Hz. */
export function addWander(random: Random, grid: Grid, millivolts: Float64Array, heightMv: number): void {
  for (let k = 0; k < 5; k++) {
    const radians = (2 * Math.PI * random.uniform(0.05, 0.6)) / grid.samplingHz;
    const phase = random.uniform(0, 2 * Math.PI);
    const height = heightMv * random.uniform(0.2, 0.8);
    add(millivolts, (i) => height * Math.sin(radians * i + phase));
  }
}

/** Muscle noise of the given standard deviation, most of it above 20 Hz; `envelope` scales it sample by sample. */
export function addMuscle(
  random: Random,
  millivolts: Float64Array,
  deviationMv: number,
  envelope?: Float64Array,
): void {
  let last = 0;
  let low = 0;
  add(millivolts, (i) => {
    // White noise, its highest and lowest frequencies attenuated by one pole each.
    last = 0.45 * last + 0.893 * random.normal();
    low += 0.25 * (last - low);
    return deviationMv * (envelope?.[i] ?? 1) * (last - 0.8 * low);
  });
}

/** Electrodes that slip: steps that recover within seconds, and bumps of a tenth to half a second of random shape. */
export function addElectrodeMotion(random: Random, grid: Grid, millivolts: Float64Array, perSecond: number): void {
  const count = Math.max(3, Math.round(grid.durationS * perSecond * random.uniform(0.7, 1.3)));
  for (let k = 0; k < count; k++) {
    const atS = random.uniform(-1, grid.durationS);
    const heightMv = random.uniform(0.3, 2.5) * (random.chance(0.5) ? 1 : -1);
    const isStep = random.chance(0.5);
    const riseS = random.uniform(0.01, 0.05);
    const lastS = isStep ? random.uniform(0.3, 1.5) : random.uniform(0.03, 0.15);
    const first = Math.max(0, Math.floor((atS - 0.6) * grid.samplingHz));
    const end = Math.min(millivolts.length, Math.ceil((atS + 6 * lastS + 0.6) * grid.samplingHz));
    for (let i = first; i < end; i++) {
      const sinceS = i / grid.samplingHz - atS;
      const step = sinceS < 0 ? 0 : (1 - Math.exp(-sinceS / riseS)) * Math.exp(-sinceS / lastS);
      const bump = Math.exp((-sinceS * sinceS) / (2 * lastS * lastS));
      millivolts[i] = (millivolts[i] ?? 0) + heightMv * (isStep ? step : bump);
    }
  }
}

function add(millivolts: Float64Array, value: (index: number) => number): void {
  for (let i = 0; i < millivolts.length; i++) millivolts[i] = (millivolts[i] ?? 0) + value(i);
}
