import type { ClassList } from '../../../src-shared/class-list.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { getExample } from '../../db/attacks/examples.ts';
import { labelsIn } from '../../db/datasets/labels.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { getOtherLeads } from '../../db/datasets/lead-sets.ts';
import { getRecord, type StoredRecord } from '../../db/datasets/records.ts';
import { writeRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';

/** Records with their samples, in the order of their ids. */
export interface RecordsToPack {
  recordIds: readonly RecordId[];
  /** What their labels become positions in; undefined: the list of their own dataset. */
  classes?: ClassList | undefined;
  /** Whether the leads that are stored beside the one that is read go along. */
  withLeads?: boolean;
}

/** Writes records into a file for a worker; each carries its id. */
export async function packRecords(db: ReadableDB, records: RecordsToPack, path: string): Promise<void> {
  await writeRecordPack(path, packedRecords(db, records));
}

/** The same with the attacked signals of these examples, one of each record, instead. */
export async function packExamples(
  db: ReadableDB,
  records: RecordsToPack,
  exampleIds: readonly number[],
  path: string,
): Promise<void> {
  const samplesOf = (_: StoredRecord, index: number): Int16Array => {
    const id = exampleIds[index] as number;
    const example = getExample(db, id);
    if (!example) throw new AppError('damaged', `Example ${id} disappeared from the workspace while it was needed.`);
    return example.samples;
  };
  await writeRecordPack(path, packedRecords(db, records, samplesOf));
}

/** The records as they are packed. */
export async function* packedRecords(
  db: ReadableDB,
  { recordIds, classes, withLeads }: RecordsToPack,
  samplesOf: (record: StoredRecord, index: number) => Int16Array = ({ samples }) => samples,
): AsyncGenerator<PackedRecord> {
  const labelOf = classes === undefined ? undefined : labelsIn(db, recordIds, classes);
  for (const [index, recordId] of recordIds.entries()) {
    const found = getRecord(db, recordId);
    if (!found) throw new AppError('damaged', `Record ${recordId} disappeared from the workspace while it was needed.`);
    const { sha256: _, lead, ...record } = found;
    const label = labelOf === undefined ? record.label : labelOf(record);
    if (label === undefined) throw new AppError('internal', `The model does not know the class of ${record.name}.`);
    const leads = withLeads === true ? getOtherLeads(db, recordId) : [];
    yield {
      ...{ ...record, label, samples: samplesOf(found, index) },
      ...(lead === null ? {} : { lead }),
      ...(leads.length === 0 ? {} : { leads }),
    };
    // Lets main answer between records: each takes a disk read.
    await setImmediate();
  }
}
