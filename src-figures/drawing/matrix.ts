import type { ClassList } from '../../src-shared/class-list.ts';
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

/** As narrow as a share and a count can be; a matrix of more classes is wider than what it is drawn for. */
const LEAST_CELL_WIDTH = 54;
/** Of more classes the heads are codes. */
const MOST_NAMES = 6;
const MOST_LETTERS = 14;

/** Every class against every class, as tinted cells, with the size that it takes. */
export function classMatrix(
  cells: readonly (readonly MatrixCell[])[],
  classes: ClassList,
  words: { rows: string; columns: string },
  wanted: number,
): { svg: string; width: number; height: number } {
  const cellWidth = Math.max(LEAST_CELL_WIDTH, (wanted - LEFT - 8) / classes.length);
  const [width, height] = [LEFT + classes.length * cellWidth + 8, TOP + classes.length * CELL_HEIGHT + 8];
  const head = cellWidth < 80 ? 11 : 16;
  const heads = classes.map(({ code, name }) =>
    shortened(classes.length > MOST_NAMES ? code : name, cellWidth < 80 ? 8 : MOST_LETTERS),
  );
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
          ? textAt(middle, first, line, { anchor: 'middle', size: head, weight: 600 })
          : textAt(middle, first + 2 + index * 15, line, { anchor: 'middle', size: SMALL_SIZE }),
      );
      return box + texts.join('');
    }),
  );
  const above = heads.map((word, k) =>
    textAt(LEFT + (k + 0.5) * cellWidth, TOP - 8, word, { anchor: 'middle', weight: 600 }),
  );
  const beside = heads.map((word, i) =>
    textAt(LEFT - 10, TOP + (i + 0.5) * CELL_HEIGHT + 4, word, { anchor: 'end', weight: 600 }),
  );
  const svg = [
    textAt(LEFT + (classes.length / 2) * cellWidth, 16, words.columns, { anchor: 'middle', fill: COLORS.muted }),
    textAt(16, TOP + (classes.length / 2) * CELL_HEIGHT, words.rows, {
      anchor: 'middle',
      rotate: -90,
      fill: COLORS.muted,
    }),
    ...above,
    ...beside,
    ...body,
  ].join('');
  return { svg, width, height };
}

const shortened = (word: string, most: number): string => (word.length > most ? `${word.slice(0, most - 1)}…` : word);
