import type { ReproductionData } from './data.ts';
import { compareWithPaper } from './comparison.ts';
import { explain } from './explain.ts';
import { reproductionPage } from './page.ts';
import { reportTables, tableCsv } from './tables.ts';

export interface ReportFile {
  name: string;
  text: string;
}

/** report.html, report.json and the tables as CSV. The same results give the same bytes. */
export function writeReproduction(data: ReproductionData): ReportFile[] {
  const comparison = compareWithPaper(data).map((entry) => ({ ...entry, explanation: explain(entry, data) }));
  return [
    { name: 'report.html', text: reproductionPage(data) },
    { name: 'report.json', text: `${JSON.stringify({ ...data, comparison })}\n` },
    ...reportTables(data).map((table) => ({ name: table.file, text: tableCsv(table) })),
  ];
}
