import { CINC_2017_CLASSES, className } from '../../src-shared/class-list.ts';
import type { ResultOf } from '../../src-shared/analyses/index.ts';
import { PAGE_WIDTH_PX, svgFigure, type ClassFigureOptions } from '../drawing/figure.ts';
import { classMatrix, type MatrixCell } from '../drawing/matrix.ts';
import { percent } from '../../src-shared/format/share.ts';

/** Table 1 of Han et al. 2020 as a heat map: in each cell our share, the count, and the paper's share, where it has one. */
export function targetedTableFigure(result: ResultOf<'targeted-table'>, options: ClassFigureOptions = {}): string {
  const { widthPx = PAGE_WIDTH_PX, classes = CINC_2017_CLASSES } = options;
  const cells = classes.map((_, from) =>
    classes.map((_, to): MatrixCell => {
      const cell = result.cells.find((one) => one.from === from && one.to === to);
      if (!cell) return { strength: null, lines: ['–'] };
      const { count, of, rate } = cell.all;
      const paper = cell.paper === null ? [] : [`paper ${Math.round(100 * cell.paper)} %`];
      return { strength: rate ?? 0, lines: [percent(rate, 0), `${count} of ${of}`, ...paper] };
    }),
  );
  const told = result.cells.map(
    ({ from, to, all, paper }) =>
      `${className(classes, from)} to ${className(classes, to)} ${percent(all.rate, 0)}${paper === null ? '' : ` (paper ${percent(paper, 0)})`}`,
  );
  const words = { rows: 'Class before the attack', columns: 'Target' };
  const { svg, width, height } = classMatrix(cells, classes, words, widthPx);
  return svgFigure(
    {
      title: options.title ?? 'Targeted attacks: from each class to every other',
      description: `Share of ${result.records} records led from the class before the attack to the target: ${told.join(', ')}.`,
      width,
      height,
    },
    svg,
  );
}
