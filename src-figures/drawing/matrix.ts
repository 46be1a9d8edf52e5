import { CLASS_WORDS } from '../../src-shared/ecg.ts';
import { COLORS } from './colors.ts';
import { SMALL_SIZE } from './figure.ts';
import { element, textAt } from './svg.ts';

export interface MatrixCell {
  /** 0 to 1: how strongly the cell is tinted; null for one that cannot occur. */
  strength: number | null;
  /** The largest type first; each on a line of its own. */
  lines: readonly string[];
}

const CELL_HEIGHT = 64;
const LEFT = 116;
const TOP = 46;

/** Height of a matrix of the four classes. */
export const MATRIX_HEIGHT = TOP + 4 * CELL_HEIGHT + 8;

/** The four classes against the four classes, as tinted cells. */
export function classMatrix(
  cells: readonly (readonly MatrixCell[])[],
  words: { rows: string; columns: string },
  width: number,
): string {
  const cellWidth = (width - LEFT - 8) / 4;
  const body = cells.flatMap((row, i) =>
    row.map(({ strength, lines }, k) => {
      const x = LEFT + k * cellWidth;
      const y = TOP + i * CELL_HEIGHT;
      const middle = x + cellWidth / 2;
      const first = y + CELL_HEIGHT / 2 + 5 - (lines.length - 1) * 8;
      const box = element('rect', {
        x: x + 1,
        y: y + 1,
        width: cellWidth - 2,
        height: CELL_HEIGHT - 2,
        rx: 3,
        fill: strength === null ? COLORS.line : COLORS.accent,
        'fill-opacity': strength === null ? 0.35 : 0.04 + 0.44 * strength,
      });
      const texts = lines.map((line, index) =>
        index === 0
          ? textAt(middle, first, line, { anchor: 'middle', size: 16, weight: 600 })
          : textAt(middle, first + 2 + index * 15, line, { anchor: 'middle', size: SMALL_SIZE }),
      );
      return box + texts.join('');
    }),
  );
  const heads = CLASS_WORDS.map((word, k) =>
    textAt(LEFT + (k + 0.5) * cellWidth, TOP - 8, word, { anchor: 'middle', weight: 600 }),
  );
  const sides = CLASS_WORDS.map((word, i) =>
    textAt(LEFT - 10, TOP + (i + 0.5) * CELL_HEIGHT + 4, word, { anchor: 'end', weight: 600 }),
  );
  return [
    textAt(LEFT + 2 * cellWidth, 16, words.columns, { anchor: 'middle', fill: COLORS.muted }),
    textAt(16, TOP + 2 * CELL_HEIGHT, words.rows, { anchor: 'middle', rotate: -90, fill: COLORS.muted }),
    ...heads,
    ...sides,
    ...body,
  ].join('');
}
