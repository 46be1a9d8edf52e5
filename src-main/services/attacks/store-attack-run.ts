import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { AttackSummary } from '../../../src-shared/contract/attacks.ts';
import type { EcgRecord, Split } from '../../../src-shared/ecg.ts';
import type { LeftOut } from '../../../src-shared/models/left-out.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import { insertAttackRun } from '../../db/attacks/attack-runs.ts';
import { insertExamples } from '../../db/attacks/examples.ts';
import { appendAct } from '../../db/audit/acts.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { summariseAttack } from '../../statistics/summaries/summarise-attack.ts';
import { trainingOverlap } from '../models/training-overlap.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { storeSignals } from '../workspace/store-signals.ts';
import type { AttackedInWorkers } from './attack-in-workers.ts';

/** What a run is of. */
export interface AttackPlan {
  model: ModelRow;
  datasetId: string;
  split: Split;
  recordIds: RecordId[];
  /** Records of the split that the model was not made for. */
  leftOut?: LeftOut;
  options: AttackOptions;
}

/** What was made of its records. */
export interface AttackedRecords extends Omit<AttackedInWorkers, 'packPaths'> {
  /** With the ids of their records. */
  signals: Iterable<EcgRecord & { id?: RecordId }>;
}

/** Stores a run with all its examples in one transaction. */
export async function storeAttackRun(
  { db, version }: Pick<ServiceContext, 'db' | 'version'>,
  signal: JobContext['signal'],
  { model, datasetId, split, recordIds, leftOut, options }: AttackPlan,
  { examples, signals, engine, outputs, foundOn, shares, seconds }: AttackedRecords,
): Promise<{ runId: string; engine: string } & AttackSummary> {
  const hashes = new Map<RecordId | undefined, string>();
  const runId = randomUUID();
  const summary = {
    shares,
    outputs,
    foundOn,
    ...(leftOut?.length ? { leftOut } : {}),
    ...summariseAttack(examples, { seconds, options, trainedOn: trainingOverlap(db, model, recordIds) }),
  };
  await setImmediate();
  const record = () => {
    insertAttackRun(db, {
      ...{ id: runId, modelId: model.id, modelSha256: model.sha256, datasetId, split, options, engine, summary },
      programVersion: version,
      createdAt: nowIso(),
    });
    insertExamples(
      db,
      examples.map((example) => {
        return { ...example, runId, recordId: example.id, sha256: hashes.get(example.id) as string };
      }),
    );
    appendAct(db, nowIso(), 'attack', { runId, modelId: model.id, options, records: recordIds.length });
  };
  await storeSignals(db, signals, ({ id }, sha256) => hashes.set(id, sha256), signal, record);
  // Storing a run and examining it take 30 to 50 ms each.
  await setImmediate();
  return { runId, engine, ...summary };
}
