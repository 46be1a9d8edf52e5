import type { ClueRow } from '../../src-shared/study/clue-fields.ts';
import type { PanelRow } from '../../src-shared/study/panel-fields.ts';
import type { ResultRow } from '../../src-shared/study/result-fields.ts';
import type { SummaryRow } from '../../src-shared/study/summary-fields.ts';
import type { ThresholdRow } from '../../src-shared/study/threshold-fields.ts';
import type { FieldDeclaration, RowOf } from '../../src-shared/tables/field-declaration.ts';

/** What figures of a study's results are made of: its tables, `responses` those that hold and are right or wrong. */
export interface StudyResults {
  summary: readonly SummaryRow[];
  panel: readonly PanelRow[];
  thresholds: readonly ThresholdRow[];
  responses: readonly ResultRow[];
  clues: readonly ClueRow[];
}

interface FigureDefinition<Fields extends readonly FieldDeclaration[]> {
  /** The name of its files. */
  id: string;
  title: string;
  /** Its legend: what it shows and what its marks mean. */
  about: string;
  /** What the legend says besides of these rows, of marks that not every study has. */
  aboutRows?: (rows: RowOf<Fields>[]) => string;
  /** Why there is none, where it has no rows. */
  empty: string;
  /** The columns of its CSV. */
  fields: Fields;
  rows: (results: StudyResults) => RowOf<Fields>[];
  /** Draws these rows and nothing else, so that the CSV holds exactly what is drawn; there is at least one. */
  draw: (rows: RowOf<Fields>[]) => string;
}

/** A figure of a study's results: its rows, and the whole SVG that they give, or null without rows. */
export function defineFigure<const Fields extends readonly FieldDeclaration[]>(definition: FigureDefinition<Fields>) {
  const { rows: rowsOf, draw, about: always, aboutRows, ...rest } = definition;
  return {
    ...rest,
    of(results: StudyResults): { rows: RowOf<Fields>[]; about: string; svg: string | null } {
      const rows = rowsOf(results);
      const about = [always, aboutRows?.(rows) ?? ''].filter((each) => each !== '').join(' ');
      return { rows, about, svg: rows.length === 0 ? null : draw(rows) };
    },
  };
}
