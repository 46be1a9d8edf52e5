import { z } from 'zod';
import type { RecordId } from '../../../src-shared/record-id.ts';
import type { RecordRow } from '../../../src-shared/contract/datasets.ts';
import type { Neighbours } from '../../../src-shared/contract/neighbours.ts';
import type { ClassIndex, EcgRecord, Split } from '../../../src-shared/ecg.ts';
import { jsonColumn } from '../sqlite/json-column.ts';
import { readSamples } from './samples.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { prepared, preparedWrite } from '../sqlite/prepared.ts';
import { findNeighbours } from '../sqlite/neighbours.ts';

export interface StoredRecord extends EcgRecord {
  id: RecordId;
  sha256: string;
  /** The lead as the file names it; null where that was not kept. */
  lead: string | null;
}

export interface RecordFilter {
  datasetId: string;
  split?: Split | undefined;
  label?: ClassIndex | undefined;
  nameContains?: string | undefined;
}

type RecordFacts = Omit<StoredRecord, 'samples'>;

const COLUMNS = `r.id, r.name, r.label, r.split, r.lead, r.sha256, s.sampling_hz AS samplingHz, s.units_per_mv AS unitsPerMv`;
const FROM = 'FROM records r JOIN signals s USING (sha256)';
const OTHERS = jsonColumn(z.array(z.string()), { table: 'lead_sets', column: 'names' });
const OTHER_LEADS = '(SELECT names FROM lead_sets WHERE sha256 = r.leads_sha256) AS otherLeads';

export interface RecordPiece extends StoredRecord, Pick<RecordRow, 'leads'> {
  /** Of the whole record. */
  durationS: number;
}

/** What a dataset adds to a record whose signal is stored already. */
export type NewRecord = Pick<StoredRecord, 'name' | 'label' | 'split' | 'sha256' | 'lead'> & {
  /** Of the set of its other leads; null where none are stored. */
  leadsSha256?: string | null;
};

/** Adds the record unless its dataset already has it with the same samples, label, split and other leads. */
export function insertRecord(db: WritableDB, datasetId: string, record: NewRecord): 'added' | 'same' | 'differs' {
  const existing = prepared<[string, string], Omit<NewRecord, 'lead'>>(
    db,
    'SELECT name, label, split, sha256, leads_sha256 AS leadsSha256 FROM records WHERE dataset_id = ? AND name = ?',
  ).get(datasetId, record.name);
  if (existing) {
    const { sha256, leadsSha256, label, split } = existing;
    const isSame = sha256 === record.sha256 && label === record.label && split === record.split;
    return isSame && leadsSha256 === (record.leadsSha256 ?? null) ? 'same' : 'differs';
  }
  preparedWrite(
    db,
    'INSERT INTO records (dataset_id, name, label, split, sha256, lead, leads_sha256) VALUES (?, ?, ?, ?, ?, ?, ?)',
  ).run(datasetId, record.name, record.label, record.split, record.sha256, record.lead, record.leadsSha256 ?? null);
  return 'added';
}

function where(filter: RecordFilter): { clause: string; values: Record<string, unknown> } {
  const parts = ['r.dataset_id = @datasetId'];
  if (filter.split !== undefined) parts.push('r.split = @split');
  if (filter.label !== undefined) parts.push('r.label = @label');
  if (filter.nameContains) parts.push('instr(lower(r.name), lower(@nameContains)) > 0');
  return { clause: `WHERE ${parts.join(' AND ')}`, values: { ...filter } };
}

export function countRecords(db: ReadableDB, filter: RecordFilter): number {
  const { clause, values } = where(filter);
  return db.prepare<unknown[], number>(`SELECT count(*) FROM records r ${clause}`).pluck().get(values) ?? 0;
}

export function pageRecords(db: ReadableDB, filter: RecordFilter, offset: number, limit: number): RecordRow[] {
  const { clause, values } = where(filter);
  return db
    .prepare<unknown[], WithOthers<Omit<RecordRow, 'leads'>>>(
      `SELECT ${COLUMNS}, s.sample_count / s.sampling_hz AS durationS, ${OTHER_LEADS}
       ${FROM} ${clause} ORDER BY r.name LIMIT @limit OFFSET @offset`,
    )
    .all({ ...values, offset, limit })
    .map(withLeads);
}

type WithOthers<T> = T & { otherLeads: string | null };

/** The row with the names of all its leads that are stored; none where only the one that is read is. */
function withLeads<T extends { id: RecordId; lead: string | null }>({ otherLeads, ...row }: WithOthers<T>) {
  if (otherLeads === null) return { ...row, leads: [] };
  return { ...row, leads: [...(row.lead === null ? [] : [row.lead]), ...OTHERS.read(otherLeads, row.id)] };
}

/** Where a record is in the list of those that pass the filter, as pageRecords has it. */
export function recordNeighbours(db: ReadableDB, filter: RecordFilter, id: RecordId): Neighbours<RecordId> | null {
  const { clause, values } = where(filter);
  return findNeighbours(db, { id: 'r.id', from: `FROM records r ${clause}`, order: 'r.name', values }, id);
}

/** The ids of a dataset's records in the order of their names: a stable order for attacks with a limit. */
export function listRecordIds(db: ReadableDB, filter: RecordFilter): RecordId[] {
  const { clause, values } = where(filter);
  return db.prepare<unknown[], RecordId>(`SELECT r.id FROM records r ${clause} ORDER BY r.name`).pluck().all(values);
}

/** Id, class and length of the records, in the order of their names. */
export function listRecordDurations(
  db: ReadableDB,
  filter: RecordFilter,
): { id: RecordId; label: ClassIndex; durationMs: number }[] {
  const { clause, values } = where(filter);
  return db
    .prepare<unknown[], { id: RecordId; label: ClassIndex; durationMs: number }>(
      `SELECT r.id, r.label, 1000 * s.sample_count / s.sampling_hz AS durationMs ${FROM} ${clause} ORDER BY r.name`,
    )
    .all(values);
}

/** Those of these records, by name, that have a different sampling rate or gain. */
export function listRecordsOfOtherForm(
  db: ReadableDB,
  ids: readonly RecordId[],
  form: Pick<StoredRecord, 'samplingHz' | 'unitsPerMv'>,
): Pick<StoredRecord, 'id' | 'name' | 'samplingHz' | 'unitsPerMv'>[] {
  return db
    .prepare<unknown[], Pick<StoredRecord, 'id' | 'name' | 'samplingHz' | 'unitsPerMv'>>(
      `SELECT ${COLUMNS} ${FROM} WHERE r.id IN (SELECT value FROM json_each(@ids))
       AND (s.sampling_hz <> @samplingHz OR s.units_per_mv <> @unitsPerMv) ORDER BY r.name`,
    )
    .all({ ids: JSON.stringify(ids), samplingHz: form.samplingHz, unitsPerMv: form.unitsPerMv });
}

/** Name and lead of each of these records. */
export function listRecordLeads(db: ReadableDB, ids: readonly RecordId[]): Pick<StoredRecord, 'name' | 'lead'>[] {
  return db
    .prepare<[string], Pick<StoredRecord, 'name' | 'lead'>>(
      'SELECT name, lead FROM records WHERE id IN (SELECT value FROM json_each(?))',
    )
    .all(JSON.stringify(ids));
}

/** Samples of each of these records. */
export function listSampleCounts(db: ReadableDB, ids: readonly RecordId[]): { id: RecordId; sampleCount: number }[] {
  return db
    .prepare<[string], { id: RecordId; sampleCount: number }>(
      `SELECT r.id, s.sample_count AS sampleCount ${FROM} WHERE r.id IN (SELECT value FROM json_each(?))`,
    )
    .all(JSON.stringify(ids));
}

export function getRecord(db: ReadableDB, id: RecordId): StoredRecord | undefined {
  const row = db.prepare<[RecordId], RecordFacts>(`SELECT ${COLUMNS} ${FROM} WHERE r.id = ?`).get(id);
  return row && { ...row, samples: readSamples(db, row.sha256) };
}

/** A record with `count` of its samples from the given one on, fewer at its end. */
export function getRecordPiece(db: ReadableDB, id: RecordId, from: number, count: number): RecordPiece | undefined {
  const row = db
    .prepare<[RecordId], WithOthers<RecordFacts & { durationS: number }>>(
      `SELECT ${COLUMNS}, s.sample_count / s.sampling_hz AS durationS, ${OTHER_LEADS} ${FROM} WHERE r.id = ?`,
    )
    .get(id);
  return row && { ...withLeads(row), samples: readSamples(db, row.sha256, from, count) };
}
