import { unitsToMicrovolts } from '../../src-shared/ecg.ts';
import { microvolts } from '../../src-shared/format/microvolts.ts';
import { PX_PER_MM } from '../drawing/ecg-paper.ts';
import { ecgFigure, type EcgTrack } from './ecg-figure.ts';

/** An example's signals as they are drawn. */
export interface Tracings {
  record: string;
  /** ADC units, as `adversarial`. */
  original: readonly number[];
  adversarial: readonly number[];
  samplingHz: number;
  unitsPerMv: number;
  linfUv: number;
}

const SPEED_MM_PER_S = 25;
const GAIN_MM_PER_MV = 10;
/** Room at the left of the strips for the scale of δ, and a little at the right. */
const MARGIN_PX = 64;
/** What is written above and below the strips needs this much. */
const LEAST_WIDTH_PX = 480;

/**
 * The visible part of an example as a figure to keep: at life size, or magnified by the next smaller power of two, so that
 * speed and gain are usual ones (50 mm/s and 20 mm/mV, 100 and 40 …).
 */
export function tracingFigure(
  { record, original, adversarial, samplingHz, unitsPerMv, linfUv }: Tracings,
  layout: 'overlaid' | 'apart',
  { startS, durationS, zoom }: { startS: number; durationS: number; zoom: number },
): string {
  const uv = (units: number): number => unitsToMicrovolts(units, unitsPerMv);
  const x = { samplesUv: original.map(uv), kind: 'original' as const };
  const attacked = { samplesUv: adversarial.map(uv), kind: 'attacked' as const };
  const delta = { samplesUv: adversarial.map((units, i) => uv(units - (original[i] ?? 0))), kind: 'original' as const };
  const strips: EcgTrack[] =
    layout === 'overlaid'
      ? [{ kind: 'ecg', label: 'Original (wide, grey) and attacked (blue)', traces: [x, attacked] }]
      : [
          { kind: 'ecg', label: 'Original', traces: [x] },
          { kind: 'ecg', label: 'Attacked', traces: [attacked] },
        ];
  const magnified = 2 ** Math.max(0, Math.floor(Math.log2(zoom) + 1e-9));
  const speedMmPerS = SPEED_MM_PER_S * magnified;
  return ecgFigure(
    {
      title: `Adversarial example of record ${record}`,
      description: `Original, attacked and perturbation of ${record}, which changes no sample by more than ${microvolts(linfUv)} µV.`,
      samplingHz,
      startS,
      durationS,
      speedMmPerS,
      gainMmPerMv: GAIN_MM_PER_MV * magnified,
      tracks: [
        ...strips,
        { kind: 'microvolts', label: 'Perturbation δ', traces: [delta], limitUv: Math.max(1, Math.ceil(linfUv)) },
      ],
    },
    { widthPx: Math.max(LEAST_WIDTH_PX, Math.ceil(durationS * speedMmPerS * PX_PER_MM) + MARGIN_PX) },
  );
}
