import { CLASS_WORDS } from '../../src-shared/ecg.ts';
import type { ResultOf } from '../../src-shared/analyses/index.ts';
import { PAGE_WIDTH_PX, svgFigure, type FigureOptions } from '../drawing/figure.ts';
import { classMatrix, MATRIX_HEIGHT, type MatrixCell } from '../drawing/matrix.ts';
import { percent } from '../../src-shared/format/share.ts';

/** Table 1 of Han et al. 2020 as a heat map: in each cell our share, the count, and the paper's share. */
export function targetedTableFigure(result: ResultOf<'targeted-table'>, options: FigureOptions = {}): string {
  const { widthPx: width = PAGE_WIDTH_PX } = options;
  const cells = CLASS_WORDS.map((_, from) =>
    CLASS_WORDS.map((_, to): MatrixCell => {
      const cell = result.cells.find((one) => one.from === from && one.to === to);
      if (!cell) return { strength: null, lines: ['–'] };
      const { count, of, rate } = cell.all;
      const paper = `paper ${Math.round(100 * cell.paper)} %`;
      return { strength: rate ?? 0, lines: [percent(rate, 0), `${count} of ${of}`, paper] };
    }),
  );
  const told = result.cells.map(
    ({ from, to, all, paper }) =>
      `${CLASS_WORDS[from]} to ${CLASS_WORDS[to]} ${percent(all.rate, 0)} (paper ${percent(paper, 0)})`,
  );
  return svgFigure(
    {
      title: options.title ?? 'Targeted attacks: from each class to every other',
      description: `Share of ${result.records} records led from the class before the attack to the target: ${told.join(', ')}.`,
      width,
      height: MATRIX_HEIGHT,
    },
    classMatrix(cells, { rows: 'Class before the attack', columns: 'Target' }, width),
  );
}
