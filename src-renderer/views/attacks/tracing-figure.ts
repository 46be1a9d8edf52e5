import { unitsToMicrovolts } from '../../../src-shared/ecg.ts';
import { ecgFigure, type EcgTrack } from '../../../src-shared/figures/index.ts';
import { microvolts } from '../../format/numbers.ts';

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

const PX_PER_SECOND = (25 * 96) / 25.4;
/** Room at the left of the strips for the scale of δ, and a little at the right. */
const MARGIN_PX = 64;

/** The part of an example that is looked at, at life size, as a figure to keep. */
export function tracingFigure(
  { record, original, adversarial, samplingHz, unitsPerMv, linfUv }: Tracings,
  layout: 'overlaid' | 'apart',
  { startS, durationS }: { startS: number; durationS: number },
): string {
  const uv = (units: number): number => unitsToMicrovolts(units, unitsPerMv);
  const x = { samplesUv: original.map(uv), kind: 'original' as const };
  const attacked = { samplesUv: adversarial.map(uv), kind: 'attacked' as const };
  const delta = { samplesUv: adversarial.map((units, i) => uv(units - (original[i] ?? 0))), kind: 'original' as const };
  const strips: EcgTrack[] =
    layout === 'overlaid'
      ? [{ kind: 'ecg', label: 'Original (black) and attacked (blue)', traces: [attacked, x] }]
      : [
          { kind: 'ecg', label: 'Original', traces: [x] },
          { kind: 'ecg', label: 'Attacked', traces: [attacked] },
        ];
  return ecgFigure(
    {
      title: `Adversarial example of record ${record}`,
      description: `Original, attacked and perturbation of ${record}, which changes no sample by more than ${microvolts(linfUv)} µV.`,
      samplingHz,
      startS,
      durationS,
      tracks: [
        ...strips,
        { kind: 'microvolts', label: 'Perturbation δ', traces: [delta], limitUv: Math.max(1, Math.ceil(linfUv)) },
      ],
    },
    { widthPx: Math.ceil(durationS * PX_PER_SECOND) + MARGIN_PX },
  );
}
