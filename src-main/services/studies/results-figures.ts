import type { ResultFigure } from '../../../src-shared/contract/results.ts';
import { RESULT_FIGURES, svgFile, type StudyResults } from '../../../src-figures/index.ts';
import type { ExportedTable } from '../../../src-shared/tables/exported-table.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { toCsv } from '../../report/csv.ts';
import type { PackedFile } from '../../report/pack/zip.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import { clueSpans } from './clue-spans.ts';
import { decided, mainOf, standing, TABLES } from './make-tables.ts';
import type { OpenStudy } from './open-results.ts';

/** The figures of a study whose results may be seen. Throws AppError 'damaged' for a marked pair that is lost. */
export async function figuresOf(db: ReadableDB, open: OpenStudy): Promise<ResultFigure[]> {
  return drawFigures({
    summary: TABLES.summary(open),
    panel: await TABLES.panel(open),
    thresholds: await TABLES.thresholds(open),
    responses: mainOf(decided(open.responses)),
    clues: await inPieces(clueSpans(db, open.study.id, mainOf(standing(open.responses)))),
  });
}

/** Every figure of a study's results with its numbers as CSV; one that the study has nothing for says why. */
export function drawFigures(results: StudyResults): ResultFigure[] {
  return RESULT_FIGURES.map((figure) => {
    const { id, title, about, empty, fields } = figure;
    const { rows, svg } = figure.of(results);
    return { id, title, about, drawn: svg === null ? null : { svg, csv: toCsv(fields, rows) }, empty };
  });
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
