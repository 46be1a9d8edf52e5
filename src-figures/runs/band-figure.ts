import type { ResultOf } from '../../src-shared/analyses/index.ts';
import { ecgFigure, secondsOnPage } from './ecg-figure.ts';
import type { FigureOptions } from '../drawing/figure.ts';
import { microvolts } from '../../src-shared/format/microvolts.ts';

/**
 * Fig. 3 of Han et al. 2020: the band in which the new adversarial examples lie, on paper and around the original;
 * at four times the usual speed, where there is something to be seen.
 */
export function bandFigure(
  figure: NonNullable<ResultOf<'existence'>['figure']>,
  options: FigureOptions & { startS?: number; speedMmPerS?: number } = {},
): string {
  const { startS = 0, speedMmPerS = 100 } = options;
  const { original, adversarial, low, high, record, samplingHz } = figure;
  const around = (values: readonly number[]): number[] => values.map((value, i) => value - (original[i] ?? 0));
  const deviations = [...around(low), ...around(high), ...around(adversarial)];
  const limitUv = deviations.reduce((top, value) => Math.max(top, Math.abs(value)), 1);
  const shownS = secondsOnPage(options.widthPx, speedMmPerS);
  return ecgFigure(
    {
      title: `Band of adversarial examples around record ${record}`,
      description: `At each sample the lowest and highest value of the new adversarial examples, at most ${microvolts(limitUv)} µV from the original.`,
      samplingHz,
      startS: Math.max(0, Math.min(startS, original.length / samplingHz - shownS)),
      durationS: shownS,
      speedMmPerS,
      tracks: [
        {
          kind: 'ecg',
          label: 'Original (dark) over adversarial (blue)',
          traces: [
            { samplesUv: adversarial, kind: 'attacked' },
            { samplesUv: original, kind: 'original' },
          ],
        },
        {
          kind: 'microvolts',
          label: 'Band of the new examples and the adversarial one, less the original',
          traces: [{ samplesUv: around(adversarial), kind: 'attacked' }],
          band: { lowUv: around(low), highUv: around(high) },
          limitUv: Math.ceil(limitUv - 1e-6),
        },
      ],
    },
    options,
  );
}
