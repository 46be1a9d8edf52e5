import { CLASS_WORDS } from '../../../src-shared/ecg.ts';
import { ecgFigure, secondsOnPage, spectrumFigure, targetedTableFigure } from '../../../src-figures/index.ts';
import type { ArtefactPicture, PairPicture, ProcedurePicture } from './data.ts';
import { countText, estimateText, figure, named, table } from './markup.ts';
import { proportion, VERDICT_WORDS, verdictOf, type Verdict } from './comparison.ts';
import type { Section, SectionInput } from './section.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import { percent } from '../../../src-shared/format/share.ts';

/** Fig. 1 of the paper: tracings before and after. */
export function pairsSection({ data, names }: SectionInput): Section | undefined {
  const { pairs } = data.pictures;
  if (pairs.length === 0) return undefined;
  const figures = pairs.map((pair) =>
    figure(
      names.figure(),
      `A tracing and its adversarial twin (Fig. 1 of the paper), record ${pair.record}`,
      `The label is ${CLASS_WORDS[pair.label]}. The model says ${judgement(pair.before)} before and ${judgement(pair.after)} after a perturbation by SAP of at most 10 µV, a tenth of a millimetre on paper. Chosen because the model is most confident before and after.`,
      pairDrawing(pair),
    ),
  );
  return { id: 'examples', title: 'Adversarial tracings', html: figures.join('\n') };
}

function judgement(judged: PairPicture['before']): string {
  return `${CLASS_WORDS[judged.class]} (${percent(judged.probability)})`;
}

function pairDrawing({ record, samplingHz, before, after, originalUv, adversarialUv, startS }: PairPicture): string {
  const delta = adversarialUv.map((value, i) => value - (originalUv[i] ?? 0));
  return ecgFigure({
    title: `Record ${record} before and after SAP`,
    description: `Original: ${judgement(before)}. Adversarial: ${judgement(after)}. Below, their difference in microvolts.`,
    samplingHz,
    startS: 0,
    shownFromS: startS,
    durationS: secondsOnPage(),
    tracks: [
      { kind: 'ecg', label: `Original: ${judgement(before)}`, traces: [{ samplesUv: originalUv, kind: 'original' }] },
      {
        kind: 'ecg',
        label: `Adversarial: ${judgement(after)}`,
        traces: [{ samplesUv: adversarialUv, kind: 'original' }],
      },
      { kind: 'microvolts', label: 'Perturbation δ', traces: [{ samplesUv: delta, kind: 'attacked' }], limitUv: 10 },
    ],
  });
}

/** Table 1 of the paper as a heat map, and with its intervals. */
export function targetedSection({ model, names }: SectionInput): Section | undefined {
  const result = model.table?.result;
  if (!result) return undefined;
  const cells = result.cells.map((cell) => ({
    ...cell,
    verdict: verdictOf(
      cell.all.rate === null ? null : { value: cell.all.rate, interval: cell.all.interval },
      cell.paper ?? NaN,
    ),
  }));
  const count = (verdict: Verdict): number => cells.filter((one) => one.verdict === verdict).length;
  const parts = [
    figure(
      names.figure(),
      'From each class to every other by SAP',
      `Rows: the class that the model predicts before the attack, right or wrong. Each cell shows our share, its count, and the paper’s share. In ${count('agrees')} of the 12 cells the paper’s figure lies within our 95 % interval; ours is above it in ${count('above')} and below it in ${count('below')}.`,
      targetedTableFigure(result),
    ),
    table(
      `${named(names.table(), 'The same with intervals')} Wilson 95 %. Correct before: only records whose class before the attack was their label.`,
      [
        { head: 'From' },
        { head: 'To' },
        { head: 'Paper (%)', isNumber: true },
        { head: 'Ours (%)', isNumber: true },
        { head: 'Count', isNumber: true },
        { head: 'Correct before (%)', isNumber: true },
        { head: 'Count', isNumber: true },
        { head: 'Verdict' },
      ],
      cells.map(({ from, to, paper, all, correct, verdict }) => [
        CLASS_WORDS[from] ?? '',
        CLASS_WORDS[to] ?? '',
        decimal(100 * (paper ?? NaN), 0),
        estimateText(proportion(all)),
        countText(all),
        estimateText(proportion(correct)),
        countText(correct),
        VERDICT_WORDS[verdict],
      ]),
    ),
  ];
  return { id: 'targeted', title: 'Targeted attacks (Table 1 of the paper)', html: parts.join('\n') };
}

/** Extended Data Fig. 1: the square-wave artefacts of PGD. */
export function artefactsSection({ data, names }: SectionInput): Section | undefined {
  const { artefacts, spectra } = data.pictures;
  const parts = [
    artefacts
      ? figure(
          names.figure(),
          `Square-wave artefacts of PGD, and SAP without them (Extended Data Fig. 1), record ${artefacts.record}`,
          'The same excerpt attacked by PGD and by SAP with the same budget, at four times the usual paper speed; below, what each adds.',
          artefactDrawing(artefacts),
        )
      : '',
    spectra
      ? figure(
          names.figure(),
          'Spectra of the perturbations',
          `Mean power over ${spectra.examples} records. SAP and smoothed PGD keep to low frequencies, where a tracing has most of its own power.`,
          spectrumFigure(spectra.curves),
        )
      : '',
  ];
  if (parts.every((part) => part === '')) return undefined;
  return {
    id: 'artefacts',
    title: 'Smooth and unsmoothed perturbations (Extended Data Fig. 1)',
    html: parts.join('\n'),
  };
}

function artefactDrawing({ record, samplingHz, startS, originalUv, pgdUv, sapUv }: ArtefactPicture): string {
  const less = (values: readonly number[]): number[] => values.map((value, i) => value - (originalUv[i] ?? 0));
  return ecgFigure({
    title: `PGD and SAP on record ${record}`,
    description: 'Adversarial tracings by PGD and by SAP, and their perturbations in microvolts.',
    samplingHz,
    startS: 0,
    shownFromS: startS,
    durationS: originalUv.length / samplingHz,
    speedMmPerS: 100,
    tracks: [
      { kind: 'ecg', label: 'PGD', traces: [{ samplesUv: pgdUv, kind: 'original' }] },
      { kind: 'ecg', label: 'SAP', traces: [{ samplesUv: sapUv, kind: 'original' }] },
      { kind: 'microvolts', label: 'δ of PGD', traces: [{ samplesUv: less(pgdUv), kind: 'attacked' }], limitUv: 10 },
      { kind: 'microvolts', label: 'δ of SAP', traces: [{ samplesUv: less(sapUv), kind: 'attacked' }], limitUv: 10 },
    ],
  });
}

/** Extended Data Fig. 2: how the procedures make new signals. */
export function proceduresDrawing(picture: ProcedurePicture): string {
  const { record, samplingHz, startS, adversarialUv, noiseUv, joinedUv, joinedAtS, band } = picture;
  const [first, second] = noiseUv;
  const strip = { kind: 'microvolts', limitUv: 10 } as const;
  return ecgFigure({
    title: `New signals around the adversarial example of record ${record}`,
    description: 'Noise, concatenation and band: each new signal minus the original, in microvolts.',
    samplingHz,
    startS: 0,
    shownFromS: startS,
    durationS: adversarialUv.length / samplingHz,
    speedMmPerS: 100,
    tracks: [
      { ...strip, label: 'The adversarial example', traces: [{ samplesUv: adversarialUv, kind: 'original' }] },
      {
        ...strip,
        label: 'Noise: two new signals (blue and grey)',
        traces: [
          { samplesUv: second, kind: 'light' },
          { samplesUv: first, kind: 'attacked' },
        ],
      },
      ...(joinedUv && joinedAtS !== null
        ? [
            {
              ...strip,
              label: `Concatenation: the first until they cross at ${decimal(joinedAtS, 2)} s, the second from there on`,
              traces: [{ samplesUv: joinedUv, kind: 'attacked' as const }],
            },
          ]
        : []),
      {
        ...strip,
        label: 'Band of a hundred signals made by noise, and a new signal drawn within it and smoothed',
        traces: [{ samplesUv: band.drawnUv, kind: 'attacked' }],
        band,
      },
    ],
  });
}
