import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readerKey } from '../../../src-shared/names/reader-key.ts';
import type { Trial } from '../../../src-shared/study/trial.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listDesignedTrials } from '../../db/studies/designed-trials.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { getStudySecret } from '../../db/studies/study-secrets.ts';
import { listTrials, type TrialRow } from '../../db/studies/trials.ts';
import { secretStream } from '../../numeric/secret-stream.ts';
import { designTrials } from '../../study/design/design-trials.ts';
import { pairsByArm } from '../../study/design/replay-trials.ts';
import { secretId } from '../../study/design/secret-ids.ts';

/**
 * The trials of a reader in order, with their truth: those that all readers have in common, or where the protocol says
 * "per-reader" an order, sides and ids of this reader's own, drawn from the study's secret and the reader's key. The
 * same whenever they are drawn; no session is needed, and none is begun.
 */
export function drawReading(db: ReadableDB, study: StudyRow, reader: string): TrialRow[] {
  const common = listTrials(db, study.id);
  if (study.protocol.order !== 'per-reader') return common;
  const secret = getStudySecret(db, study.id);
  if (!secret)
    throw new AppError(
      'damaged',
      `The study "${study.title}" has lost its secret. Restore the workspace from a backup.`,
    );
  const key = readerKey(reader);
  const designed = listDesignedTrials(db, study.id, null);
  const byId = new Map(common.map((trial) => [trial.id, trial]));
  const pairOf = new Map(designed.map((trial) => [pairKey(trial), byId.get(trial.pairId)]));
  const ids = secretStream(secret, `ids of reader ${key}`);
  return designTrials(study.protocol, pairsByArm(designed), secret, key).map((trial): TrialRow => {
    const pair = pairOf.get(pairKey(trial));
    if (!pair)
      throw new AppError('damaged', `The study "${study.title}" has lost a pair. Restore the workspace from a backup.`);
    const { trialIndex: position, round, kind, realSide } = trial;
    const [id, upperId, lowerId] = [secretId(ids), secretId(ids), secretId(ids)];
    return { ...pair, id, pairId: pair.id, position, round, kind, realSide, upperId, lowerId };
  });
}

/** What is shown, however often it is. */
export const pairKey = ({ taskId, arm, record }: Pick<Trial, 'taskId' | 'arm' | 'record'>): string =>
  `${taskId}/${arm}/${record}`;
