import { PAGE_WIDTH_PX, svgFigure, type ClassFigureOptions } from '../drawing/figure.ts';
import { classMatrix, type MatrixCell } from '../drawing/matrix.ts';
import { CINC_2017_CLASSES, className } from '../../src-shared/class-list.ts';
import { percent } from '../../src-shared/format/share.ts';

/** `confusion[true class][predicted class]`, counts; tinted by the share of the true class. */
export function confusionFigure(confusion: readonly (readonly number[])[], options: ClassFigureOptions = {}): string {
  const { widthPx = PAGE_WIDTH_PX, classes = CINC_2017_CLASSES } = options;
  const cells = confusion.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count): MatrixCell => {
      const share = total > 0 ? count / total : null;
      return { strength: share ?? 0, lines: [String(count), percent(share)] };
    });
  });
  const told = confusion.map((row, label) => `${className(classes, label)}: ${row.join(', ')}`);
  const words = { rows: 'Label', columns: 'Predicted class' };
  const { svg, width, height } = classMatrix(cells, classes, words, widthPx);
  return svgFigure(
    {
      title: options.title ?? 'Confusion matrix',
      description: `Records of each class, by the class that the model predicts (${classes.map(({ name }) => name).join(', ')}). ${told.join('. ')}.`,
      width,
      height,
    },
    svg,
  );
}
