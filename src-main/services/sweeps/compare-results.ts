import { classesOfCard } from '../../../src-shared/class-list.ts';
import { recordIdSchema } from '../../../src-shared/record-id.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { getRecord } from '../../db/datasets/records.ts';
import { recordHash } from '../../ecg/dataset/record-hash.ts';
import { compareExample } from '../attacks/compare-example.ts';
import type { PlannedPiece } from './plan-sweep.ts';
import { decodeResult } from './result.ts';

/**
 * The first way in which another machine's result of a piece differs from that of this one, as `verify` compares: signals byte for
 * byte, probabilities but for a last digit. Undefined if it does not.
 */
export function firstDifference(
  db: ReadableDB,
  { piece, recordIds, sampleCounts, model }: PlannedPiece,
  theirs: Buffer,
  ours: Buffer,
): string | undefined {
  if (theirs.equals(ours)) return undefined;
  const [given, again] = [theirs, ours].map((bytes) => decodeResult(bytes, piece, sampleCounts));
  for (const own of again!.examples) {
    const record = getRecord(db, recordIds[own.at]!);
    const example = given!.examples.find(({ at }) => at === own.at);
    if (!record || !example) return `Record ${own.at + 1} of the piece is missing.`;
    const { samplingHz, unitsPerMv } = record;
    const id = recordIdSchema.parse(own.at);
    const stored = {
      ...{ ...example, id: own.at, runId: '', recordId: record.id, record: record.name },
      sha256: recordHash({ samples: example.samples, samplingHz, unitsPerMv }),
    };
    const [found] = compareExample(stored, record, { ...own, id }, classesOfCard(model.card));
    if (found) return `${record.name}: ${found.message}`;
  }
  return undefined;
}
