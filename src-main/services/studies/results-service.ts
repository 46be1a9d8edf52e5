import { exportedFields } from '../../../src-shared/study/export-fields.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { ResultTable, RowsOf } from '../../../src-shared/study/result-tables.ts';
import type { MachineRow } from '../../../src-shared/study/machine-fields.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import type { TextFile } from '../../../src-shared/contract/common.ts';
import type { ResultExport, ResultFigure, ResultsGate, StudyEvidence } from '../../../src-shared/contract/results.ts';
import { tidyNumbers } from '../../../src-shared/format/tidy-number.ts';
import type { Replay, ReplayTracings } from '../../../src-shared/study/replay.ts';
import { replayFigure } from '../../../src-figures/index.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { fileStem } from '../../../src-shared/format/file-stem.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { tablesAsFile } from '../../db/sqlite/tables-as-file.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { csvSteps, type CsvForm } from '../../report/csv.ts';
import { imrmcFiles } from '../../report/imrmc/imrmc-files.ts';
import type { PackedBytes, PackedFile } from '../../report/pack/zip.ts';
import { dictionaryOf } from '../../report/pack/pack-tables.ts';
import { replayPage } from '../../report/replay/replay-page.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { inPieces, type Steps } from '../workspace/in-pieces.ts';
import { estimateColumns } from './estimate-columns.ts';
import { machineRows } from './machine-test.ts';
import { checkEvidence, openResults, studyColumns, type OpenStudy, type StudyFound } from './open-results.ts';
import { openGate, resultsGate, type Door } from './results-gate.ts';
import { decided, firstRoundOf, TABLES } from './make-tables.ts';
import { figureFiles, figurePdfs } from './results-figures.ts';
import { onePdf } from './one-pdf.ts';
import { packResults } from './results-pack.ts';
import { replayOf, replayTracings } from './replay.ts';
import { storedStudy } from './stored-study.ts';
import { figuresOf } from './study-figures.ts';
import { studyDocument } from './study-document.ts';
import { openingOf } from './study-opening.ts';
import { allTables } from './study-tables.ts';

const imrmcOf = ({ responses }: OpenStudy): Promise<PackedFile[]> =>
  inPieces(imrmcFiles(firstRoundOf(decided(responses))));

/** Without float noise. */
function* tidied(rows: readonly Record<string, unknown>[]): Steps<Record<string, unknown>[]> {
  const tidy: Record<string, unknown>[] = [];
  for (const row of rows) {
    tidy.push(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, tidyNumbers(name, value)])));
    yield;
  }
  return tidy;
}

/** What opening results may take: see openGate. */
interface ResultsRequest {
  reason: string | null;
  passphrase: string | null;
}

/**
 * The results of a study. Whatever tells of answers or pairs is checked first, and refused while readers are outstanding
 * (see openResults).
 */
export class ResultsService {
  readonly #context: ServiceContext;
  readonly #checkPassphrase: (passphrase: string) => Promise<void>;
  /** Checks that are being made, by the study's id. */
  readonly #opening = new Map<string, Promise<OpenStudy>>();

  /** `checkPassphrase`: throws AppError 'refused' for a passphrase that is not the coordinator's. */
  constructor(context: ServiceContext, checkPassphrase: (passphrase: string) => Promise<void>) {
    this.#context = context;
    this.#checkPassphrase = checkPassphrase;
  }

  /** Whether the results may be seen, and who is outstanding. */
  gate(studyId: string): ResultsGate {
    return resultsGate(this.#context.db, this.#study(studyId).id);
  }

  /**
   * See openGate. `door`: by what it was asked for. Throws AppError 'refused' for a wrong passphrase too, even where none
   * is needed.
   */
  async open(studyId: string, { reason, passphrase }: ResultsRequest, door: Door): Promise<ResultsGate> {
    const study = this.#study(studyId);
    if (passphrase !== null) await this.#checkPassphrase(passphrase);
    return openGate(this.#context.db, study, { reason, isUnsealed: passphrase !== null, door });
  }

  /** What was checked of the study, and what another program changed: then every table throws AppError 'damaged'. */
  evidence(studyId: string): Promise<StudyEvidence> {
    return checkEvidence(this.#context.db, this.#study(studyId));
  }

  /** One row per response, sessions in the order in which they began. */
  async responses(studyId: string): Promise<ResultRow[]> {
    return TABLES.responses(await this.#open(studyId));
  }

  async summary(studyId: string): Promise<SummaryRow[]> {
    return TABLES.summary(await this.#open(studyId));
  }

  /** Two arms of a task against each other, reader by reader. */
  async arms(studyId: string): Promise<RowsOf<'arms'>> {
    return TABLES.arms(await this.#open(studyId));
  }

  /** Every reader, those who answered nothing too. */
  async sessions(studyId: string): Promise<RowsOf<'sessions'>> {
    return TABLES.sessions(await this.#open(studyId));
  }

  /** How far readers gave the same answers. */
  async agreement(studyId: string): Promise<RowsOf<'agreement'>> {
    return TABLES.agreement(await this.#open(studyId));
  }

  /** Every arm over all its readers, and every two arms. */
  async panel(studyId: string): Promise<RowsOf<'panel'>> {
    return TABLES.panel(await this.#open(studyId));
  }

  /** From which budget each reader sees an attack. */
  async thresholds(studyId: string): Promise<RowsOf<'thresholds'>> {
    return TABLES.thresholds(await this.#open(studyId));
  }

  /** What a program can tell of the pairs: the result beside the readers', which says nothing of a side. */
  machine(studyId: string): MachineRow[] {
    return machineRows(this.#context.db, this.#study(studyId));
  }

  /** The figures of a paper about the study. */
  async figures(studyId: string): Promise<ResultFigure[]> {
    return figuresOf(this.#context.db, await this.#open(studyId));
  }

  /** The same as files, each with its numbers and as a PDF, which goes into the audit. */
  async figureFiles(studyId: string): Promise<(PackedFile | PackedBytes)[]> {
    const figures = await this.figures(studyId);
    this.#note(studyId, 'figures');
    return [...figureFiles(figures), ...(await figurePdfs(figures, new Date(nowIso())))];
  }

  /** One of them as a PDF. Throws AppError 'not-found'; 'bad-input' for a text that our typefaces cannot set. */
  async figurePdf(studyId: string, id: string): Promise<{ fileName: string; bytes: Buffer }> {
    const drawn = (await this.figures(studyId)).find((figure) => figure.id === id)?.drawn;
    if (!drawn) throw new AppError('not-found', `The results have no figure "${id}".`);
    return { fileName: `${id}.pdf`, bytes: await onePdf({ svg: drawn.svg }, new Date(nowIso())) };
  }

  /** The rows of a table as they are exported, which goes into the audit. */
  async exported(studyId: string, table: ResultTable): Promise<Record<string, unknown>[]> {
    const rows = await this.#exportedRows(studyId, table);
    this.#note(studyId, `${table}-csv`);
    return inPieces(tidied(rows));
  }

  /** A file of one table, or of everything. */
  async export(studyId: string, what: ResultExport, form: CsvForm = {}): Promise<TextFile> {
    const stem = fileStem(this.#study(studyId).title, 'study');
    if (what === 'json') {
      const open = await this.#open(studyId);
      this.#note(studyId, what);
      const tables = { summary: await TABLES.summary(open), machine: this.machine(studyId) };
      const document = studyDocument(this.#context.db, open, tables);
      return {
        fileName: `${stem}.json`,
        mediaType: 'application/json',
        text: `${JSON.stringify(document, tidyNumbers, 2)}\n`,
      };
    }
    const table = what.slice(0, -'-csv'.length) as ResultTable;
    return {
      fileName: `${stem}-${table}.csv`,
      mediaType: 'text/csv',
      text: await inPieces(csvSteps(exportedFields(table), await this.exported(studyId, table), form)),
    };
  }

  /** Everything that a paper about the study needs, as one zip file, which goes into the audit. */
  async pack(studyId: string): Promise<{ fileName: string; bytes: Buffer }> {
    const open = await this.#open(studyId);
    const at = nowIso();
    const [summary, arms] = [await TABLES.summary(open), await TABLES.arms(open)];
    const panel = await TABLES.panel(open);
    const pack = await packResults(
      this.#context,
      {
        ...{
          open,
          summary,
          arms,
          panel,
          imrmc: await imrmcOf(open),
          drawings: await figuresOf(this.#context.db, open),
        },
        rowsOf: (table) => this.#rows(open, table),
      },
      at,
    );
    this.#note(studyId, 'pack');
    return pack;
  }

  /** All tables, with what their columns mean, as one SQLite file, which goes into the audit. */
  async sqlite(studyId: string): Promise<{ fileName: string; bytes: Buffer }> {
    const open = await this.#open(studyId);
    const tables = await allTables(open.study, (table) => this.#rows(open, table), this.#context.version);
    this.#note(studyId, 'sqlite');
    return {
      fileName: `${fileStem(open.study.title, 'study')}.sqlite`,
      bytes: await inPieces(tablesAsFile([dictionaryOf(tables), ...tables])),
    };
  }

  /** The answers as iMRMC reads them, a file for each task, which goes into the audit. */
  async imrmc(studyId: string): Promise<PackedFile[]> {
    const open = await this.#open(studyId);
    this.#note(studyId, 'imrmc');
    return imrmcOf(open);
  }

  /** What one reader answered, with the truth, which goes into the audit with the reader. */
  async replay(studyId: string, sessionId: string): Promise<Replay> {
    const replay = replayOf(await this.#open(studyId), sessionId);
    this.#noteReplay(studyId, replay);
    return replay;
  }

  /** Both tracings of a trial that this reader answered. */
  async replayTracings(studyId: string, sessionId: string, trialId: string): Promise<ReplayTracings> {
    return replayTracings(this.#context.db, await this.#open(studyId), sessionId, trialId);
  }

  /** The same as one page that can be sent to the reader, which goes into the audit too. */
  async replayPage(studyId: string, sessionId: string): Promise<TextFile> {
    const open = await this.#open(studyId);
    const replay = replayOf(open, sessionId);
    const tracingsOf = (trialId: string) => replayTracings(this.#context.db, open, sessionId, trialId);
    const text = replayPage(replay, (trial) => replayFigure({ ...trial, ...tracingsOf(trial.trialId) }));
    this.#noteReplay(studyId, replay);
    const stem = fileStem(`${replay.study} ${replay.reader} ${sessionId.slice(0, 8)}`, 'replay');
    return { fileName: `${stem}.html`, mediaType: 'text/html', text };
  }

  /** What has no gate tells the secret only where the results are open. */
  async #exportedRows(studyId: string, table: ResultTable): Promise<Record<string, unknown>[]> {
    if (table !== 'machine') return this.#rows(await this.#open(studyId), table);
    const { db } = this.#context;
    const study = this.#study(studyId);
    const rows = machineRows(db, study);
    if (rows.length === 0) return [];
    const of = { study, evidence: await checkEvidence(db, study), opening: openingOf(db, study.id) };
    return inPieces(this.#withColumns(of, table, rows));
  }

  async #rows(open: OpenStudy, table: ResultTable): Promise<Record<string, unknown>[]> {
    const rows = table === 'machine' ? machineRows(this.#context.db, open.study) : await TABLES[table](open);
    return inPieces(this.#withColumns(open, table, rows));
  }

  *#withColumns(of: StudyFound, table: ResultTable, rows: readonly object[]): Steps<Record<string, unknown>[]> {
    const columns = studyColumns(of);
    const ofEstimate = table === 'responses' ? () => ({}) : estimateColumns(this.#context.db, of.study);
    const exported: Record<string, unknown>[] = [];
    for (const row of rows) {
      exported.push({ ...row, ...ofEstimate({ ...row }), ...columns });
      yield;
    }
    return exported;
  }

  /** The tables of a view are asked for at once: the study is checked once for all of them, and anew for later ones. */
  #open(studyId: string): Promise<OpenStudy> {
    const before = this.#opening.get(studyId);
    if (before) return before;
    const opening = openResults(this.#context.db, this.#study(studyId)).finally(() => this.#opening.delete(studyId));
    this.#opening.set(studyId, opening);
    return opening;
  }

  #note(studyId: string, what: ResultExport | 'pack' | 'sqlite' | 'imrmc' | 'figures'): void {
    appendAct(this.#context.db, nowIso(), 'export', { studyId, what });
  }

  #noteReplay(studyId: string, { reader, sessionId }: Replay): void {
    appendAct(this.#context.db, nowIso(), 'replay', { studyId, reader, sessionId });
  }

  #study(id: string): StudyRow {
    return storedStudy(this.#context.db, id);
  }
}
