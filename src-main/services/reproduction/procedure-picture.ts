import { kernelsOf } from '../../../src-shared/attacks/options.ts';
import { unitsToMicrovolts } from '../../../src-shared/ecg.ts';
import { bandOf, drawInBand, widen } from '../../attacks/existence/band.ts';
import { crossingsOf, joinAt } from '../../attacks/existence/crossings.ts';
import type { Neighbourhood } from '../../attacks/existence/neighbourhood.ts';
import { drawNoise } from '../../attacks/existence/noise.ts';
import { averagedKernel } from '../../attacks/smoothing/kernels.ts';
import { generatorFor } from '../../numeric/random.ts';
import type { ProcedurePicture } from '../../report/reproduction/data.ts';
import type { ReproductionTools } from './find-run.ts';

const SEED = 1;
/** Of these draws among those of the seed. */
const PURPOSE = 21;
const SIGMA_UNITS = 5;
const BAND_SIGNALS = 100;
const START_S = 2;

/**
 * Extended Data Fig. 2 of Han et al. 2020: how each procedure makes a new signal around one stored example. The drawing
 * shows how they are made; whether their classes are adversarial is counted elsewhere.
 */
export function procedurePicture(
  { attacks }: ReproductionTools,
  exampleId: number,
  durationS: number,
): ProcedurePicture {
  const { example, original } = attacks.example(exampleId);
  const { options } = attacks.run(example.runId);
  const { samplingHz, unitsPerMv } = original;
  const near: Neighbourhood = {
    original: original.samples,
    adversarial: example.samples,
    epsilonUnits: options.epsilonUnits,
    kernel: averagedKernel(kernelsOf(options)),
  };
  const random = generatorFor(SEED, PURPOSE);
  const first = drawNoise(near, SIGMA_UNITS, random);
  const second = drawNoise(near, SIGMA_UNITS, random);
  const band = bandOf(first);
  widen(band, second);
  for (let i = 2; i < BAND_SIGNALS; i += 1) widen(band, drawNoise(near, SIGMA_UNITS, random));
  const drawn = drawInBand(near, band, random);
  const startS = Math.max(0, Math.min(START_S, Math.floor(original.samples.length / samplingHz - durationS)));
  const from = Math.round(startS * samplingHz);
  const to = from + Math.round(durationS * samplingHz) + 1;
  const cut = (samples: Int16Array): number[] =>
    Array.from(samples.subarray(from, to), (units, i) =>
      unitsToMicrovolts(units - (original.samples[from + i] ?? 0), unitsPerMv),
    );
  const middle = (from + to) / 2;
  const [crossing] = crossingsOf(first, second).sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  return {
    record: example.record,
    samplingHz,
    startS,
    adversarialUv: cut(example.samples),
    noiseUv: [cut(first), cut(second)],
    joinedUv: crossing === undefined ? null : cut(joinAt(first, second, crossing)),
    joinedAtS: crossing === undefined ? null : crossing / samplingHz,
    band: { lowUv: cut(band.low), highUv: cut(band.high), drawnUv: cut(drawn) },
  };
}
