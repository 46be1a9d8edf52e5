import { OUTCOME_FIELDS } from '../../../src-shared/attacks/outcome-fields.ts';
import { toCsv } from '../csv.ts';
import type { OutcomeRow } from '../outcome-rows.ts';
import type { ReproductionData } from './data.ts';
import { compareWithPaper } from './comparison.ts';
import { explain } from './explain.ts';
import { reproductionPage } from './page.ts';
import { reportTables, tableCsv } from './tables.ts';

export interface ReportFile {
  name: string;
  text: string;
}

/**
 * report.html, report.json, the tables as CSV, and what each run did to each record. The same results give the same
 * bytes.
 */
export function writeReproduction(data: ReproductionData, outcomes: readonly OutcomeRow[]): ReportFile[] {
  const comparison = compareWithPaper(data).map((entry) => ({ ...entry, explanation: explain(entry, data) }));
  return [
    { name: 'report.html', text: reproductionPage(data) },
    { name: 'report.json', text: `${JSON.stringify({ ...data, comparison })}\n` },
    ...reportTables(data).map((table) => ({ name: table.file, text: tableCsv(table) })),
    { name: 'outcomes.csv', text: toCsv(OUTCOME_FIELDS, outcomes) },
  ];
}
