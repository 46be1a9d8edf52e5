import type { RecordId } from '../../../src-shared/record-id.ts';
import { RECORD_LIMITS } from '../../../src-shared/contract/outlook.ts';
import { isOfLength } from '../../../src-shared/study/criteria.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import { nextRecordFacts, type RecordFacts } from '../../db/datasets/record-facts.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { shuffled } from '../../numeric/random.ts';
import { studyRandom } from '../../study/design/study-random.ts';
import { formOf } from '../models/check-model-input.ts';
import type { Steps } from '../workspace/in-pieces.ts';
import { qualityCheck } from './record-quality.ts';

/** Records that are read at once. */
const PIECE = 1000;

/**
 * The records of a dataset that a protocol admits and the model can read, if one is given, in the order in which they are
 * tried; and how many are left after each condition, in the order of RECORD_LIMITS.
 */
export function* admittedRecords(
  db: ReadableDB,
  protocol: Protocol,
  datasetId: string,
  model: ModelRow | null,
): Steps<{ records: RecordFacts[]; left: number[] }> {
  const { stimuli, seed } = protocol;
  const form = model && formOf(model);
  const isGood = qualityCheck(db, stimuli.quality);
  const passes: Record<(typeof RECORD_LIMITS)[number], (record: RecordFacts) => boolean> = {
    dataset: () => true,
    split: ({ split }) => split === stimuli.split,
    classes: ({ label }) => stimuli.classes?.includes(label) ?? true,
    length: ({ durationMs }) => isOfLength(stimuli, durationMs),
    form: ({ samplingHz, unitsPerMv }) => !form || (samplingHz === form.samplingHz && unitsPerMv === form.unitsPerMv),
    quality: isGood,
  };
  const left = RECORD_LIMITS.map(() => 0);
  const admitted: RecordFacts[] = [];
  for (let after = ''; ;) {
    const records = nextRecordFacts(db, datasetId, after, PIECE);
    for (const record of records) {
      const failed = RECORD_LIMITS.findIndex((by) => !passes[by](record));
      const passed = failed === -1 ? RECORD_LIMITS.length : failed;
      for (let i = 0; i < passed; i++) left[i] = (left[i] ?? 0) + 1;
      if (failed === -1) admitted.push(record);
      if (stimuli.quality) yield;
    }
    after = records.at(-1)?.name ?? '';
    if (records.length < PIECE) break;
    yield;
  }
  return { records: shuffled(admitted, studyRandom(seed, 'records')), left };
}

/** The ids of those, whether or not a model can read them. */
export function* recordOrder(db: ReadableDB, protocol: Protocol, datasetId: string): Steps<RecordId[]> {
  const { records } = yield* admittedRecords(db, protocol, datasetId, null);
  return records.map(({ id }) => id);
}
