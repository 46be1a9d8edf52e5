import { COLORS } from '../drawing/colors.ts';
import { SMALL_SIZE, svgFigure } from '../drawing/figure.ts';
import { textAt } from '../drawing/svg.ts';
import { visibleText } from '../../src-shared/format/hidden-characters.ts';

/** One column of a journal. */
const COLUMN_MM = 85;

/** Units across that column: text of 12 units is printed at 7 points. */
export const WIDTH = 420;

interface PrintFrame {
  title: string;
  description: string;
  height: number;
  /** Drawn from answers of virtual readers, which the drawing says itself. */
  virtual: boolean;
}

/** A figure as wide as one column, below each other what `parts` gave. */
export function printFigure({ title, description, height, virtual }: PrintFrame, ...parts: string[]): string {
  const note = virtual ? textAt(4, height + 12, REHEARSAL, { size: SMALL_SIZE, fill: COLORS.muted }) : '';
  return svgFigure(
    {
      title,
      description: visibleText(description),
      width: WIDTH,
      height: height + (virtual ? 20 : 0),
      widthMm: COLUMN_MM,
    },
    ...parts,
    note,
  );
}

const REHEARSAL = 'A rehearsal: virtual readers answered. This is no result.';

/** Whether one of the rows is a virtual reader's. */
export const anyVirtual = (rows: readonly { virtual: 0 | 1 }[]): boolean => rows.some(({ virtual }) => virtual === 1);
