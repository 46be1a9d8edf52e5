import { createHash, randomUUID } from 'node:crypto';
import { appendAct } from '../../db/audit/acts.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { insertDraftPairs, listDraftPairs, listDraftSignals, type DraftPair } from '../../db/studies/draft-pairs.ts';
import { findRehearsal, getStudy, insertStudy, type StudyRow } from '../../db/studies/studies.ts';
import { listTrials } from '../../db/studies/trials.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import { listTrialEvidence } from '../../db/studies/locked-facts.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import { lockDraft } from './lock-study.ts';
import { storedStudy } from './stored-study.ts';
import { hashSignals } from './take-manifest.ts';

/** The longest title that a protocol may have. */
const LONGEST_TITLE = 200;

/** The study that virtual readers go through instead of this one; undefined until there is one. */
export function rehearsalOf(db: ReadableDB, study: StudyRow): StudyRow | undefined {
  return study.rehearsalOf === null ? findRehearsal(db, study.id) : study;
}

/**
 * The same, made if there is none: a locked study with the same pairs. Its sides and order are drawn from a secret of its
 * own, so that its results tell nothing of the study that people read. A draft may be locked or removed while this waits,
 * so it is read anew each time. Throws AppError 'not-found'.
 */
export async function copyForRehearsal(context: ServiceContext, studyId: string): Promise<StudyRow> {
  const { db } = context;
  const hashes = await inPieces(hashSignals(db, signalsOf(db, storedStudy(db, studyId))));
  return storeWhenFree(db, () => {
    const study = storedStudy(db, studyId);
    const found = rehearsalOf(db, study);
    if (found) return found;
    const id = randomUUID();
    const title = [...`Rehearsal of ${study.title}`].slice(0, LONGEST_TITLE).join('').trim();
    const protocol = { ...study.protocol, title };
    const protocolSha256 = createHash('sha256').update(JSON.stringify(protocol)).digest('hex');
    const draft: StudyRow = {
      ...{ id, title, protocol, protocolSha256, createdAt: nowIso() },
      ...{ lockedAt: null, commitment: null, rehearsalOf: study.id },
    };
    insertStudy(db, draft);
    insertDraftPairs(db, id, pairsOf(db, study));
    appendAct(db, draft.createdAt, 'study-create', { studyId: id, protocolSha256, rehearsalOf: study.id });
    lockDraft(context, draft, hashes);
    return getStudy(db, id) ?? draft;
  });
}

const pairsOf = (db: ReadableDB, { id, lockedAt }: StudyRow): DraftPair[] =>
  lockedAt === null
    ? listDraftPairs(db, id)
    : listTrials(db, id).filter(({ id: trialId, pairId, kind }) => trialId === pairId && kind !== 'practice');

function signalsOf(db: ReadableDB, { id, lockedAt }: StudyRow): string[] {
  if (lockedAt === null) return listDraftSignals(db, id);
  return listTrialEvidence(db, id).flatMap(({ originalKey, attackedKey }) =>
    [originalKey ?? [], attackedKey ?? []].flat(),
  );
}
