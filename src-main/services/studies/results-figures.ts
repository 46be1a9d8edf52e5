import type { ResultFigure } from '../../../src-shared/contract/results.ts';
import { RESULT_FIGURES, svgFile, type StudyResults } from '../../../src-figures/index.ts';
import type { ExportedTable } from '../../../src-shared/tables/exported-table.ts';
import { csvSteps } from '../../report/csv.ts';
import type { PackedFile } from '../../report/pack/zip.ts';
import type { Steps } from '../workspace/in-pieces.ts';

/** Every figure of a study's results with its numbers as CSV; one that the study has nothing for says why. */
export function* drawFigures(results: StudyResults): Steps<ResultFigure[]> {
  const drawn: ResultFigure[] = [];
  for (const figure of RESULT_FIGURES) {
    const { id, title, about, empty, fields } = figure;
    const { rows, svg } = figure.of(results);
    yield;
    const csv = svg === null ? '' : yield* csvSteps(fields, rows);
    drawn.push({ id, title, about, drawn: svg === null ? null : { svg, csv }, empty });
  }
  return drawn;
}

/** Their columns, as those of tables. */
export const FIGURE_TABLES: readonly ExportedTable[] = RESULT_FIGURES.map(({ id, fields }) => ({
  ...{ name: `figures/${id}`, fields, rows: [] },
}));

/** The figures that there are as files, in light colours, each with its numbers beside it. */
export function figureFiles(figures: readonly ResultFigure[]): PackedFile[] {
  return figures.flatMap(({ id, drawn }) =>
    drawn === null
      ? []
      : [
          { path: `${id}.svg`, text: svgFile(drawn.svg) },
          { path: `${id}.csv`, text: drawn.csv },
        ],
  );
}

/** A line of a list for each: its legend, or why it is missing. */
export const figureLines = (figures: readonly ResultFigure[]): string[] =>
  figures.map(({ id, title, about, drawn, empty }) =>
    drawn === null
      ? `- ${title}: not there. ${empty}`
      : `- \`figures/${id}.svg\`, its numbers in \`figures/${id}.csv\`: ${title}. ${about}`,
  );
