import { classesOfCard } from '../../../src-shared/class-list.ts';
import { recordIdSchema } from '../../../src-shared/record-id.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { writeRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import { packedRecords } from '../workspace/pack-records.ts';
import type { PlannedPiece } from './plan-sweep.ts';

/**
 * Packs the records of a piece so that the file depends on them alone: they are called by their hashes, and their ids are their
 * positions, in whatever workspace they are.
 */
export async function packPiece(
  db: ReadableDB,
  { piece, recordIds, model }: PlannedPiece,
  path: string,
): Promise<void> {
  const records = packedRecords(db, { recordIds, classes: classesOfCard(model.card) });
  const anonymous = async function* (): AsyncGenerator<PackedRecord> {
    let at = 0;
    for await (const { samples, samplingHz, unitsPerMv, label } of records) {
      const name = piece.records[at]?.sha256 ?? '';
      yield { name, id: recordIdSchema.parse(at), samples, samplingHz, unitsPerMv, label, split: 'test' };
      at += 1;
    }
  };
  await writeRecordPack(path, anonymous());
}
