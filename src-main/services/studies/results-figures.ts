import type { ResultFigure } from '../../../src-shared/contract/results.ts';
import { RESULT_FIGURES, svgFile, type StudyResults } from '../../../src-figures/index.ts';
import type { ExportedTable } from '../../../src-shared/tables/exported-table.ts';
import { csvSteps } from '../../report/csv.ts';
import type { PackedBytes, PackedFile } from '../../report/pack/zip.ts';
import { makePdfs } from '../../report/pdf/make-pdfs.ts';
import type { Steps } from '../workspace/in-pieces.ts';

/** Every figure of a study's results with its numbers as CSV; one that the study has nothing for says why. */
export function* drawFigures(results: StudyResults): Steps<ResultFigure[]> {
  const drawn: ResultFigure[] = [];
  for (const figure of RESULT_FIGURES) {
    const { id, title, empty, fields } = figure;
    const { rows, about, svg } = figure.of(results);
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
  return drawnOf(figures).flatMap(({ id, drawn }) => [
    { path: `${id}.svg`, text: svgFile(drawn.svg) },
    { path: `${id}.csv`, text: drawn.csv },
  ]);
}

/** The same figures as PDFs; one with characters that no typeface of ours has is left out. `at`: when they were made. */
export async function figurePdfs(figures: readonly ResultFigure[], at: Date): Promise<PackedBytes[]> {
  const drawn = drawnOf(figures);
  const made = await makePdfs(
    drawn.map(({ drawn: { svg } }) => ({ svg })),
    at,
  );
  return made.flatMap((one, i) => ('bytes' in one ? { path: `${drawn[i]?.id ?? ''}.pdf`, parts: [one.bytes] } : []));
}

type DrawnFigure = ResultFigure & { drawn: NonNullable<ResultFigure['drawn']> };
const drawnOf = (figures: readonly ResultFigure[]): DrawnFigure[] =>
  figures.filter((figure): figure is DrawnFigure => figure.drawn !== null);

/** A line of a list for each: its legend, or why it is missing. `pdfs`: those that there are. */
export const figureLines = (figures: readonly ResultFigure[], pdfs: readonly PackedBytes[]): string[] =>
  figures.map(({ id, title, about, drawn, empty }) => {
    if (drawn === null) return `- ${title}: not there. ${empty}`;
    const pdf = pdfs.some(({ path }) => path === `${id}.pdf`) ? ' and `.pdf`' : NO_PDF;
    return `- \`figures/${id}.svg\`${pdf}, its numbers in \`figures/${id}.csv\`: ${title}. ${about}`;
  });

const NO_PDF = ' (no PDF: the typeface for it lacks characters of its text; print the SVG from a browser)';
