import type { RecordId } from '../../../src-shared/record-id.ts';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { getExample } from '../../db/attacks/examples.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { getRecord, type StoredRecord } from '../../db/datasets/records.ts';
import { writeRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';

/** Writes the records with these ids, in this order, into a file for a worker; each carries its id. */
export async function packRecords(db: ReadableDB, ids: readonly RecordId[], path: string): Promise<void> {
  await writeRecordPack(
    path,
    packed(ids, (id) => stored(db, id)),
  );
}

/** The same with the attacked signals of these examples instead. */
export async function packExamples(db: ReadableDB, exampleIds: readonly number[], path: string): Promise<void> {
  await writeRecordPack(
    path,
    packed(exampleIds, (id) => {
      const example = getExample(db, id);
      if (!example) throw new AppError('damaged', `Example ${id} disappeared from the workspace while it was needed.`);
      return { ...stored(db, example.recordId), samples: example.samples };
    }),
  );
}

async function* packed<Id>(ids: readonly Id[], read: (id: Id) => StoredRecord): AsyncGenerator<PackedRecord> {
  for (const id of ids) {
    const { id: recordId, sha256: _, lead, ...record } = read(id);
    yield { ...record, id: recordId, ...(lead === null ? {} : { lead }) };
    // Lets main answer between records: each takes a disk read.
    await setImmediate();
  }
}

function stored(db: ReadableDB, id: RecordId): StoredRecord {
  const record = getRecord(db, id);
  if (!record) throw new AppError('damaged', `Record ${id} disappeared from the workspace while it was needed.`);
  return record;
}
