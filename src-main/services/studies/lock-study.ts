import { randomUUID } from 'node:crypto';
import { armKey } from '../../../src-shared/study/protocol.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listDraftPairs } from '../../db/studies/draft-pairs.ts';
import { makeReaderCodes } from '../../db/studies/reader-codes.ts';
import { lockStudy as storeLock } from '../../db/studies/lock-study.ts';
import type { StudyRow, TrialRow } from '../../db/studies/studies.ts';
import { designTrials } from '../../study/design/design-trials.ts';
import { commitmentOf, drawSecret } from '../../study/design/study-secret.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { sealStudy, type ContentHashes } from './take-manifest.ts';

/**
 * Draws the study's secret, and from it sides and order, and fixes protocol and trials for good. The commitment to
 * the secret is stored with the study and in the audit, before anybody has read a pair. `hashes`: of the pairs' signals,
 * as far as known. The caller holds the transaction.
 */
export function lockDraft({ db, version }: ServiceContext, study: StudyRow, hashes: ContentHashes): void {
  const secret = drawSecret();
  const commitment = commitmentOf(secret);
  const lockedAt = nowIso();
  storeLock(db, study.id, { lockedAt, secret, commitment, trials: drawTrials(db, study, secret) });
  // Virtual readers have names.
  if (study.protocol.readers && study.rehearsalOf === null)
    makeReaderCodes(db, study.id, study.protocol.readers.codes, lockedAt);
  sealStudy(db, study.id, { at: lockedAt, programVersion: version, hashes });
}

function drawTrials(db: ReadableDB, study: StudyRow, secret: Uint8Array): TrialRow[] {
  const exampleOf = new Map<string, Map<string, number>>();
  for (const { taskId, arm, record, exampleId } of listDraftPairs(db, study.id)) {
    const key = armKey(taskId, arm);
    exampleOf.set(key, (exampleOf.get(key) ?? new Map<string, number>()).set(record, exampleId));
  }
  const records = new Map([...exampleOf].map(([key, ofRecord]) => [key, [...ofRecord.keys()]]));
  return designTrials(study.protocol, records, secret).map(({ trialIndex, record, ...trial }) => ({
    ...trial,
    id: randomUUID(),
    studyId: study.id,
    position: trialIndex,
    exampleId: exampleOf.get(armKey(trial.taskId, trial.arm))?.get(record) as number,
    upperId: randomUUID(),
    lowerId: randomUUID(),
  }));
}
