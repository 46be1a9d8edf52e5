import { randomUUID } from 'node:crypto';
import { armKey } from '../../../src-shared/study/protocol.ts';
import { listDraftPairs, type NamedPair } from '../../db/studies/draft-pairs.ts';
import { makeReaderCodes } from '../../db/studies/reader-codes.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import type { LeakTest } from '../../db/studies/leak-tests.ts';
import { lockStudy as storeLock } from '../../db/studies/lock-study.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import type { TrialRow } from '../../db/studies/trials.ts';
import { designTrials } from '../../study/design/design-trials.ts';
import { commitmentOf, drawSecret } from '../../study/design/study-secret.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { pairKey } from './draw-reading.ts';
import { sealStudy, type ContentHashes } from './take-manifest.ts';

/** A secret for a draft, and the sides and the order that come from it. */
export interface Drawn {
  secret: Uint8Array;
  trials: TrialRow[];
  /** What was measured of the pairs; left out where nothing was. */
  leaks?: LeakTest;
}

export function drawLock(db: ReadableDB, study: StudyRow): Drawn {
  const secret = drawSecret();
  return { secret, trials: drawTrials(study, listDraftPairs(db, study.id), secret) };
}

/**
 * Fixes protocol and trials for good, with sides and order as they were drawn. The commitment to the secret is stored
 * with the study and in the audit, before anybody has read a pair. `hashes`: of the pairs' signals, as far as known. The
 * caller holds the transaction.
 */
export function lockDraft(
  { db, version }: ServiceContext,
  study: StudyRow,
  hashes: ContentHashes,
  { secret, trials, leaks }: Drawn = drawLock(db, study),
): void {
  const commitment = commitmentOf(secret);
  const lockedAt = nowIso();
  storeLock(db, study.id, { lockedAt, secret, commitment, trials });
  // Virtual readers have names.
  if (study.protocol.readers && study.rehearsalOf === null)
    makeReaderCodes(db, study.id, study.protocol.readers.codes, lockedAt);
  sealStudy(db, study.id, { at: lockedAt, programVersion: version, hashes, ...(leaks && { leaks }) });
}

/**
 * The trials that all readers of a study have in common, from its pairs; their ids say nothing.
 * @internal Exported for its tests.
 */
export function drawTrials(
  { id: studyId, protocol }: Pick<StudyRow, 'id' | 'protocol'>,
  pairs: readonly NamedPair[],
  secret: Uint8Array,
  newId: () => string = randomUUID,
): TrialRow[] {
  const pairOf = new Map(pairs.map((pair) => [pairKey(pair), pair]));
  const byArm = Map.groupBy(pairs, ({ taskId, arm }) => armKey(taskId, arm));
  const firstOf = new Map<string, string>();
  return designTrials(protocol, byArm, secret).map(({ trialIndex, record, otherRecord: _, ...trial }) => {
    const [id, upperId, lowerId] = [newId(), newId(), newId()];
    const key = pairKey({ ...trial, record });
    const pairId = firstOf.get(key) ?? id;
    firstOf.set(key, pairId);
    const { exampleId = null, otherRecordId = null, recordId = null, madeRecordId = null } = pairOf.get(key) ?? {};
    return {
      ...{ ...trial, id, pairId, exampleId, otherRecordId, recordId, madeRecordId, upperId, lowerId },
      ...{ studyId, sessionId: null, position: trialIndex },
    };
  });
}
