import { randomUUID } from 'node:crypto';
import { classesInWords, sameClasses } from '../../../src-shared/class-list.ts';
import type { JobResults } from '../../../src-shared/contract/job-results.ts';
import { accountNotes } from '../../../src-shared/datasets/import-account.ts';
import { many } from '../../../src-shared/datasets/many.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { appendAct } from '../../db/audit/acts.ts';
import {
  findDatasetByName,
  insertDataset,
  listDatasets,
  updateDatasetReading,
  type DatasetRow,
} from '../../db/datasets/datasets.ts';
import type { NewRecord } from '../../db/datasets/records.ts';
import { listSameSignals } from '../../db/datasets/same-signals.ts';
import { finishDataset } from '../../db/datasets/unfinished-datasets.ts';
import { purge } from '../../db/removal/purge.ts';
import type { ReadableDB, WritableDB } from '../../db/sqlite/connection.ts';
import { readRecordPack } from '../../ecg/dataset/record-pack.ts';
import { nowIso } from '../workspace/context.ts';
import { storeSignals } from '../workspace/store-signals.ts';
import { addRecords } from './add-records.ts';
import { UnfinishedDataset } from './unfinished-dataset.ts';

type DatasetToStore = Omit<DatasetRow, 'id' | 'createdAt'> & Pick<JobResults['import'], 'account'>;
type StoredDataset = Pick<JobResults['import'], 'datasetId' | 'dataset' | 'records' | 'added' | 'notes' | 'account'>;

/**
 * Stores the records of a pack as a dataset of this name, or compares them with those that it has. Those of a new one are stored with
 * their signals, bit by bit, in a dataset that nothing shows; one transaction then shows it. Throws AppError 'conflict', with
 * nothing stored, where a dataset of this name has other records.
 */
export async function storeDataset(
  db: WritableDB,
  { account: found, ...dataset }: DatasetToStore,
  packPath: string,
  signal: AbortSignal,
): Promise<StoredDataset> {
  const rows: NewRecord[] = [];
  const { name } = dataset;
  const unfinished = shownAs(db, name) === undefined ? new UnfinishedDataset(db, dataset, rows) : undefined;
  const record = (): StoredDataset => {
    // Perhaps another program made or deleted one meanwhile.
    const existing = shownAs(db, name);
    const named = existing === undefined ? findDatasetByName(db, name) : undefined;
    // The name is taken by one that was deleted: now that one goes for good.
    if (named !== undefined) purge(db, 'dataset', named.id);
    const datasetId = existing?.id ?? unfinished?.id ?? randomUUID();
    let added = rows.length;
    if (existing !== undefined) added = addTo(db, existing, dataset, rows);
    else if (unfinished !== undefined) finishDataset(db, { id: datasetId, name, createdAt: nowIso() });
    else {
      insertDataset(db, { id: datasetId, createdAt: nowIso(), ...dataset });
      addRecords(db, { id: datasetId, name }, rows);
    }
    const account = found && {
      ...found,
      sameSignals: many(existing ? listSameSignals(db, datasetId) : sameSignals(rows)),
    };
    const notes = account ? [...dataset.notes, ...accountNotes(account)] : dataset.notes;
    updateDatasetReading(db, datasetId, { skipped: dataset.skipped, notes });
    appendAct(db, nowIso(), 'import', { dataset: name, source: dataset.source, records: rows.length, added });
    return { datasetId, dataset: name, records: rows.length, added, notes, account };
  };
  const stored = await storeSignals(
    db,
    readRecordPack(packPath),
    ({ name: own, label, split, lead = null }, sha256, leadsSha256) =>
      rows.push({ name: own, label, split, lead, sha256, leadsSha256 }),
    signal,
    record,
    unfinished,
  );
  if (unfinished !== undefined && stored.datasetId !== unfinished.id) await unfinished.discard();
  return stored;
}

/** Those that are the same signal as another one, together: what `listSameSignals` finds, of rows that are at hand. */
function sameSignals(rows: readonly NewRecord[]): ReturnType<typeof listSameSignals> {
  const groups = [...Map.groupBy(rows, ({ sha256 }) => sha256).values()].filter(({ length }) => length > 1);
  return groups.map((same) => same.map(({ name: record, split }) => ({ record, split })));
}

/** The dataset that lists show under this name. */
function shownAs(db: ReadableDB, name: string): ReturnType<typeof findDatasetByName> {
  const named = findDatasetByName(db, name);
  return listDatasets(db).some(({ id }) => id === named?.id) ? named : undefined;
}

/** Adds what a dataset that exists does not have yet. Returns how many records that were. */
function addTo(
  db: WritableDB,
  existing: Pick<DatasetRow, 'id' | 'source' | 'classes'>,
  { name, source, classes }: Pick<DatasetRow, 'name' | 'source' | 'classes'>,
  rows: readonly NewRecord[],
): number {
  if (!sameClasses(existing.classes, classes)) {
    throw new AppError(
      'conflict',
      `The dataset "${name}" has the classes ${classesInWords(existing.classes)}, and these records have ${classesInWords(classes)}. Import them under another name: --name <name>.`,
    );
  }
  const added = addRecords(db, { id: existing.id, name }, rows);
  if (existing.source !== source && added > 0) {
    throw new AppError(
      'conflict',
      `The dataset "${name}" comes from ${existing.source}, and ${added} of the ${rows.length} records of ${source} are not in it. Import this one under another name: --name <name>.`,
    );
  }
  return added;
}
