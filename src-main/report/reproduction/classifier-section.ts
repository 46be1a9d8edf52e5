import { CLASS_CODES, CLASS_NAMES } from '../../../src-shared/ecg.ts';
import { calibrationFigure, confusionFigure, historyFigure } from '../../../src-figures/index.ts';
import { sum } from '../../numeric/sums.ts';
import { escape, figure, intervalText, named, paragraph, table } from './markup.ts';
import type { Section, SectionInput } from './section.ts';
import { decimal } from '../../../src-shared/format/number.ts';
import type { Interval } from '../../../src-shared/interval.ts';

/** Accuracy, F1 and calibration on the test records. */
export function classifierSection({ model, names }: SectionInput): Section | undefined {
  const metrics = model.evaluation?.metrics;
  if (!metrics) return undefined;
  const { confusion, intervals, calibration } = metrics;
  const rows = CLASS_CODES.map((code, label) => {
    const own = confusion[label]?.[label] ?? 0;
    const labelled = sum(confusion[label] ?? []);
    const given = sum(confusion.map((row) => row[label] ?? 0));
    return [
      CLASS_NAMES[code],
      String(labelled),
      labelled > 0 ? decimal((100 * own) / labelled, 1) : '–',
      given > 0 ? decimal((100 * own) / given, 1) : '–',
      `${decimal(metrics.f1[code], 3)}${intervals?.f1 ? thirds(intervals.f1[code]) : ''}`,
    ];
  });
  const all = [
    ['Mean of Normal, AF and Other', '', '', '', `${decimal(metrics.meanF1, 3)}${thirds(intervals?.meanF1)}`],
    [
      'All four: accuracy',
      String(metrics.records),
      '',
      '',
      `${decimal(100 * metrics.accuracy, 1)} %${intervalText(intervals?.accuracy)}`,
    ],
  ];
  const parts = [
    table(
      `${named(names.table(), 'The classifier on the test records')} F1 with 95 % bootstrap intervals over records.`,
      [
        { head: 'Class' },
        { head: 'Records', isNumber: true },
        { head: 'Recall (%)', isNumber: true },
        { head: 'Precision (%)', isNumber: true },
        { head: 'F1', isNumber: true },
      ],
      [...rows, ...all],
    ),
    figure(
      names.figure(),
      'Confusion matrix',
      'Counts, and shares of the records with each label.',
      confusionFigure(confusion),
    ),
  ];
  if (calibration) {
    const points = calibration.bins.flatMap(({ records, confidence, accuracy, interval }) =>
      confidence === null || accuracy === null ? [] : [{ records, confidence, accuracy, interval }],
    );
    parts.push(
      figure(
        names.figure(),
        'Calibration',
        'How often the predicted class is right, against the probability that the model gives it, in ten bins, with 95 % bootstrap intervals. On the dashed line the two are equal.',
        calibrationFigure({ points, expectedError: calibration.error }),
      ),
    );
  }
  if (model.history.length > 1) {
    parts.push(
      figure(
        names.figure(),
        'Training',
        'Loss on the training records; scores on the validation records.',
        historyFigure(model.history),
      ),
    );
  }
  if (model.selection) parts.push(paragraph(`How the epoch was chosen: ${model.selection}`));
  return { id: 'classifier', title: `The classifier: ${escape(model.name)}`, html: parts.join('\n') };
}

function thirds(interval: Readonly<Interval> | undefined): string {
  return interval ? ` (${decimal(interval[0], 3)}–${decimal(interval[1], 3)})` : '';
}
