import { PAGE_WIDTH_PX, svgFigure, type FigureOptions } from '../drawing/figure.ts';
import { classMatrix, MATRIX_HEIGHT, type MatrixCell } from '../drawing/matrix.ts';
import { CLASS_WORDS } from '../../src-shared/ecg.ts';
import { percent } from '../../src-shared/format/share.ts';

/** `confusion[true class][predicted class]`, counts; tinted by the share of the true class. */
export function confusionFigure(confusion: readonly (readonly number[])[], options: FigureOptions = {}): string {
  const { widthPx: width = PAGE_WIDTH_PX } = options;
  const cells = confusion.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count): MatrixCell => {
      const share = total > 0 ? count / total : null;
      return { strength: share ?? 0, lines: [String(count), percent(share)] };
    });
  });
  const told = confusion.map((row, label) => `${CLASS_WORDS[label]}: ${row.join(', ')}`);
  return svgFigure(
    {
      title: options.title ?? 'Confusion matrix',
      description: `Records of each class, by the class that the model predicts (Normal, AF, Other, Noise). ${told.join('. ')}.`,
      width,
      height: MATRIX_HEIGHT,
    },
    classMatrix(cells, { rows: 'Label', columns: 'Predicted class' }, width),
  );
}
