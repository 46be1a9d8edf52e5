import { unitsToMicrovolts } from '../../src-shared/ecg.ts';
import { PX_PER_MM } from '../drawing/ecg-paper.ts';
import { ecgFigure } from './ecg-figure.ts';
import { tracingFigure } from './tracing-figure.ts';

export interface ReplayedPair {
  record: string;
  /** ADC units, as `made`. */
  real: readonly number[];
  made: readonly number[];
  samplingHz: number;
  unitsPerMv: number;
  /** Whether both are of one record, so that their difference is a perturbation. */
  isPerturbed: boolean;
}

const SPEED_MM_PER_S = 25;
/** So much fits a sheet of paper. */
const SHOWN_S = 6;
const MARGIN_PX = 64;

/**
 * What a reader is shown of a trial afterwards, at life size: of one record the real tracing, the changed one over it, and
 * δ on a scale of its own, about the largest change; of two records both, one above the other.
 */
export function replayFigure({ record, real, made, samplingHz, unitsPerMv, isPerturbed }: ReplayedPair): string {
  const durationS = Math.min(SHOWN_S, Math.max(real.length, made.length) / samplingHz);
  if (!isPerturbed) {
    const uv = (samples: readonly number[]): number[] => samples.map((units) => unitsToMicrovolts(units, unitsPerMv));
    return ecgFigure(
      {
        ...{ title: 'Both tracings', description: `The real tracing of ${record}, and the other one.` },
        ...{ samplingHz, startS: 0, durationS },
        tracks: [
          { kind: 'ecg', label: 'Real', traces: [{ samplesUv: uv(real), kind: 'original' }] },
          { kind: 'ecg', label: 'The other one', traces: [{ samplesUv: uv(made), kind: 'attacked' }] },
        ],
      },
      { widthPx: Math.ceil(durationS * SPEED_MM_PER_S * PX_PER_MM) + MARGIN_PX },
    );
  }
  const sizes = made.map((units, i) => Math.abs(units - (real[i] ?? units)));
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  const centreS = sizes.indexOf(largest) / samplingHz;
  const startS = Math.max(0, Math.min(centreS - durationS / 2, real.length / samplingHz - durationS));
  const pair = { record, original: real, adversarial: made, samplingHz, unitsPerMv };
  const linfUv = unitsToMicrovolts(largest, unitsPerMv);
  return tracingFigure({ ...pair, linfUv }, 'overlaid', { startS, durationS, zoom: 1 });
}
