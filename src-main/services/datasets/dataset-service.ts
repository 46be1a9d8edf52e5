import type { RecordId } from '../../../src-shared/record-id.ts';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseClassMapping } from '../../../src-shared/datasets/class-mapping.ts';
import { readingOptionsSchema, type ReadingOptions } from '../../../src-shared/datasets/reading-options.ts';
import { recordFormSchema, recordFormText, type RecordForm } from '../../../src-shared/datasets/record-form.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { inLeadOrder } from '../../../src-shared/datasets/leads.ts';
import {
  LEADS_PIECE_S,
  RECORD_PIECE_SAMPLES,
  type DatasetSummary,
  type RecordRow,
} from '../../../src-shared/contract/datasets.ts';
import { CINC_2017_CLASSES } from '../../../src-shared/class-list.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import type { Neighbours } from '../../../src-shared/contract/neighbours.ts';
import { listDatasets } from '../../db/datasets/datasets.ts';
import {
  countRecords,
  getRecord,
  getRecordPiece,
  listRecordIds,
  listRecordsOfOtherForm,
  pageRecords,
  recordNeighbours,
  type RecordPiece,
  type RecordFilter,
  type StoredRecord,
} from '../../db/datasets/records.ts';
import { RESAMPLING } from '../../numeric/resample.ts';
import { getOtherLeads, type StoredLead } from '../../db/datasets/lead-sets.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { packRecords } from '../workspace/pack-records.ts';
import { lookAtDataset } from './look-at-dataset.ts';
import { storeDataset } from './store-dataset.ts';
import type { LookedAtDataset } from '../../../src-shared/datasets/looked-at-dataset.ts';
import { userPath } from '../workspace/user-path.ts';
import { plainName } from '../../../src-shared/names/name.ts';

export interface ImportRequest extends ReadingOptions {
  path: string;
  name?: string | undefined;
  labelsPath?: string | undefined;
  permutationPath?: string | undefined;
  splitSeed?: number | undefined;
}

export interface ConvertRequest extends RecordForm {
  /** Id or name. */
  datasetId: string;
  name?: string | undefined;
}

export interface SimulateRequest {
  records: number;
  seed: number;
  durationS?: number | undefined;
  name?: string | undefined;
}

/** Datasets and their records: import, simulation, browsing. */
export class DatasetService {
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  list(): DatasetSummary[] {
    return listDatasets(this.#context.db);
  }

  /** The dataset with this id or name; without one, the newest. Throws AppError 'not-found'. */
  find(idOrName?: string): DatasetSummary {
    const all = this.list();
    const found = idOrName === undefined ? all[0] : all.find(({ id, name }) => id === idOrName || name === idOrName);
    if (found) return found;
    const cure = 'Import one first: equipoise import <archive or folder>, or equipoise simulate --records 400.';
    if (all.length === 0) throw new AppError('not-found', `There are no datasets in this workspace. ${cure}`);
    const names = all.map(({ name }) => `"${name}"`).join(', ');
    throw new AppError('not-found', `There is no dataset "${idOrName}". The datasets are: ${names}.`);
  }

  records(filter: RecordFilter, offset: number, limit: number): { total: number; rows: RecordRow[] } {
    const { db } = this.#context;
    return { total: countRecords(db, filter), rows: pageRecords(db, filter, offset, limit) };
  }

  /** Where a record is in that list; null if the filter keeps it out. */
  neighbours(id: RecordId, filter: RecordFilter): Neighbours<RecordId> | null {
    return recordNeighbours(this.#context.db, filter, id);
  }

  record(id: RecordId): StoredRecord {
    return this.#there(id, getRecord(this.#context.db, id));
  }

  /** As much of a tracing as is sent at once, with the length of the whole. Throws AppError 'not-found'. */
  recordPiece(id: RecordId, fromSample: number): RecordPiece {
    return this.#there(id, getRecordPiece(this.#context.db, id, fromSample, RECORD_PIECE_SAMPLES));
  }

  /** All leads of a record that are stored, in the order in which they are shown. Throws AppError 'not-found'. */
  recordLeads(id: RecordId, fromSample: number): StoredLead[] {
    const { db } = this.#context;
    const { samplingHz } = this.#there(id, getRecordPiece(db, id, 0, 0));
    const count = Math.min(Math.round(LEADS_PIECE_S * samplingHz), RECORD_PIECE_SAMPLES);
    const { lead, unitsPerMv, samples } = this.#there(id, getRecordPiece(db, id, fromSample, count));
    const own = { lead: lead ?? 'ECG', samplingHz, unitsPerMv, samples };
    return inLeadOrder([own, ...getOtherLeads(db, id, fromSample, count)]);
  }

  #there<T>(id: RecordId, record: T | undefined): T {
    if (!record) throw new AppError('not-found', `There is no record with id ${id}.`);
    return record;
  }

  lookAt(request: Parameters<typeof lookAtDataset>[1]): Promise<LookedAtDataset> {
    return lookAtDataset(this.#context, request);
  }

  startImport(request: ImportRequest): StartedJob<'import'> {
    const source = userPath(request.path);
    const how = readingOptionsSchema.parse(request);
    const [labelsPath, permutationPath] = [request.labelsPath, request.permutationPath].map(
      (path) => path && userPath(path),
    );
    // Before the job is queued, like the paths.
    if (request.classes !== undefined) parseClassMapping(request.classes);
    for (const path of [source, labelsPath, permutationPath]) if (path !== undefined) checkThere(path);
    const plain = plainName(basename(source).replace(/\.zip$/i, ''));
    const name = request.name ?? (request.permutationPath ? `${plain}-han2020` : plain);
    return this.#context.jobs.start('import', `Import ${basename(source)}`, ({ runTask, signal, progress }) =>
      this.#context.workspace.withTemporaryFolder(async (folder) => {
        const startedAt = performance.now();
        const packPath = join(folder, 'records.pack');
        const reading = await runTask('import', {
          source,
          packPath,
          labelsPath,
          permutationPath,
          splitSeed: request.splitSeed,
          reading: how,
        });
        progress({ done: 0, total: 0, unit: 'storing', message: `Storing ${reading.records} records` });
        const { labels, skipped, notes, account, classes } = reading;
        const stored = await storeDataset(
          this.#context.db,
          { name, source, labels, skipped, notes, account, classes, reading: how },
          packPath,
          signal,
        );
        return {
          ...stored,
          skipped,
          seconds: (performance.now() - startedAt) / 1000,
        };
      }),
    );
  }

  /**
   * Makes a dataset of the records of another at this sampling rate and gain, with their classes, splits and leads. Throws AppError
   * 'not-found', or 'bad-input' where all of them have that form already.
   */
  startConversion(request: ConvertRequest): StartedJob<'convert'> {
    const { db, workspace, jobs } = this.#context;
    const from = this.find(request.datasetId);
    const form = recordFormSchema.parse(request);
    const ids = listRecordIds(db, { datasetId: from.id });
    if (listRecordsOfOtherForm(db, ids, form).length === 0) {
      throw new AppError('bad-input', `All records of "${from.name}" have ${recordFormText(form)} already.`);
    }
    const name = request.name ?? `${from.name}-${form.samplingHz}-hz`;
    const source = `"${from.name}" resampled and rescaled to ${recordFormText(form)}; its source: ${from.source}`;
    return jobs.start('convert', `Convert ${from.name}`, ({ runTask, signal, progress }) =>
      workspace.withTemporaryFolder(async (folder) => {
        const startedAt = performance.now();
        const [sourcePath, packPath] = [join(folder, 'source.pack'), join(folder, 'records.pack')];
        await packRecords(db, { recordIds: ids, withLeads: true }, sourcePath);
        const { records, skipped } = await runTask('convert', { sourcePath, packPath, form });
        progress({ done: 0, total: 0, unit: 'storing', message: `Storing ${records} records` });
        const notes = [`${RESAMPLING} Amplitudes in mV are unchanged.`];
        const told = { skipped, notes, account: null, reading: from.reading, classes: from.classes };
        const stored = await storeDataset(db, { name, source, labels: from.labels, ...told }, packPath, signal);
        return { ...stored, skipped, seconds: (performance.now() - startedAt) / 1000 };
      }),
    );
  }

  startSimulation(request: SimulateRequest): StartedJob<'simulate'> {
    const { records, seed, durationS } = request;
    const name = request.name ?? `simulated-${records}-seed-${seed}${durationS ? `-${durationS}s` : ''}`;
    const source = `Simulated: ${records} records, seed ${seed}`;
    return this.#context.jobs.start('simulate', `Simulate ${records} records`, ({ runTask, signal, progress }) =>
      this.#context.workspace.withTemporaryFolder(async (folder) => {
        const startedAt = performance.now();
        const packPath = join(folder, 'records.pack');
        await runTask('simulate', { records, seed, durationS, packPath });
        progress({ done: 0, total: 0, unit: 'storing', message: `Storing ${records} records` });
        const told = { skipped: [], notes: [], account: null, reading: {}, classes: CINC_2017_CLASSES };
        const stored = await storeDataset(
          this.#context.db,
          { name, source, labels: 'simulated', ...told },
          packPath,
          signal,
        );
        return { ...stored, skipped: [], seconds: (performance.now() - startedAt) / 1000 };
      }),
    );
  }
}

/** Before a job is queued for it: a name that is wrong is said at once, however long the queue. */
function checkThere(path: string): void {
  if (!existsSync(path)) throw new AppError('not-found', `${path} cannot be opened. Is the name right?`);
}
