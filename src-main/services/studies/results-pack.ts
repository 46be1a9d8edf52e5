import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileStem } from '../../../src-shared/format/file-stem.ts';
import type { ArmComparisonRow } from '../../../src-shared/study/arm-comparison-fields.ts';
import type { PanelRow } from '../../../src-shared/study/panel-fields.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import { getProtocolAsStored } from '../../db/studies/studies.ts';
import { GRRAS } from '../../report/item-lists/grras.ts';
import { itemListText } from '../../report/item-lists/item-list.ts';
import { STARD_AI } from '../../report/item-lists/stard-ai.ts';
import { studyInFigures } from '../../report/item-lists/study-in-figures.ts';
import { methodsText } from '../../report/pack/methods-text.ts';
import { csvFile, dictionaryOf, TABLE_LINES } from '../../report/pack/pack-tables.ts';
import { resultsText } from '../../report/pack/results-text.ts';
import { zipFiles, type PackedBytes, type PackedFile } from '../../report/pack/zip.ts';
import type { ResultFigure } from '../../../src-shared/contract/results.ts';
import type { ExportedTable } from '../../../src-shared/tables/exported-table.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { inPieces, type Steps } from '../workspace/in-pieces.ts';
import { FIGURE_TABLES, figureFiles, figureLines, figurePdfs } from './results-figures.ts';
import { sheetPdfs } from './sheet-files.ts';
import type { OpenStudy } from './open-results.ts';
import { madeFrom } from '../../db/studies/made-from.ts';
import { allTables, type RowsOfTable } from './study-tables.ts';

interface PackedResults {
  open: OpenStudy;
  summary: readonly SummaryRow[];
  arms: readonly ArmComparisonRow[];
  panel: readonly PanelRow[];
  /** For iMRMC, a file for each task. */
  imrmc: readonly PackedFile[];
  drawings: readonly ResultFigure[];
  /** As they are exported. */
  rowsOf: RowsOfTable;
}

/** All that a paper about a study needs, in one zip file; resources/pack/README.md says what is in it. `now`: ISO 8601. */
export async function packResults(
  { db, appRoot, version }: Pick<ServiceContext, 'db' | 'appRoot' | 'version'>,
  { open, summary, arms, panel, imrmc, drawings, rowsOf }: PackedResults,
  now: string,
): Promise<{ fileName: string; bytes: Buffer }> {
  const { study, evidence, opening, sessions, responses } = open;
  const { protocol, title, commitment, lockedAt } = study;
  const resource = (name: string): string => readFileSync(join(appRoot, 'resources', 'pack', name), 'utf8');
  const facts = { protocol, commitment, lockedAt, protocolHash: study.protocolSha256, programVersion: version };
  const made = madeFrom(db, study.id);
  const openedEarly = opening?.early?.reason ?? null;
  const figures = studyInFigures({ ...facts, ...made, openedEarly, sessions, responses });
  const tables = await allTables(study, rowsOf, version);
  const dictionary = dictionaryOf([...tables, ...FIGURE_TABLES]);
  const at = new Date(now);
  const pdfs = await figurePdfs(drawings, at);
  const readme = resource('README.md')
    .replace('{TABLES}', indented(TABLE_LINES))
    .replace('{FIGURES}', indented(figureLines(drawings, pdfs)));
  const files: (PackedFile | PackedBytes)[] = [
    { path: 'README.md', text: readme },
    { path: 'methods.md', text: methodsText({ ...facts, ...made, openedEarly, sessions }) },
    { path: 'results.md', text: resultsText({ summary, arms, panel, sessions, openedEarly }) },
    // These very bytes are what the protocol's hash is of.
    { path: 'protocol.json', text: JSON.stringify(getProtocolAsStored(db, study.id)) },
    ...(await sheetPdfs({ db, version }, study, at)),
    { path: 'stard-ai.md', text: itemListText(STARD_AI, figures) },
    { path: 'grras.md', text: itemListText(GRRAS, figures) },
    { path: 'verification.json', text: `${JSON.stringify(evidence, null, 2)}\n` },
    { path: 'analysis.R', text: resource('analysis.R') },
    { path: 'mixed-model.R', text: resource('mixed-model.R') },
    { path: 'CITATION.cff', text: resource('CITATION.cff').replace('{VERSION}', version) },
    await inPieces(csvFile(dictionary, 'data-dictionary.csv')),
    { path: 'data-dictionary.json', text: `${JSON.stringify(dictionary.rows, null, 2)}\n` },
    ...(await inPieces(csvFiles(tables))),
    ...imrmc.map(({ path, text }) => ({ path: `imrmc/${path}`, text })),
    ...figureFiles(drawings).map(({ path, text }) => ({ path: `figures/${path}`, text })),
    ...pdfs.map(({ path, parts }) => ({ path: `figures/${path}`, parts })),
  ];
  return { fileName: `${fileStem(title, 'study')}-pack.zip`, bytes: await zipFiles(files, at) };
}

/** Below an item of a list: what they replace is indented, and so is the first. */
const indented = (lines: readonly string[]): string => lines.join('\n  ');

function* csvFiles(tables: readonly ExportedTable[]): Steps<PackedBytes[]> {
  const files: PackedBytes[] = [];
  for (const table of tables) files.push(yield* csvFile(table));
  return files;
}
