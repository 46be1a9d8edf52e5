import type { StudySides } from '../../../src-shared/contract/results.ts';
import { readerKey } from '../../../src-shared/names/reader-key.ts';
import { sidesFrom } from '../../../src-shared/study/sides-from.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listDesignedTrials } from '../../db/studies/designed-trials.ts';
import { listSessions } from '../../db/studies/sessions.ts';
import { getStudySecret } from '../../db/studies/study-secrets.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { replayTrials } from '../../study/design/replay-trials.ts';
import { commitmentOf } from '../../study/design/study-secret.ts';

/** Nobody reads more in one sentence. */
const MOST_NAMED = 4;

/**
 * Where the sides and the order of a study come from. Once its results are open, the secret is revealed, held against
 * the commitment, and the study is drawn from it again and compared with what is stored.
 */
export function revealSides(db: ReadableDB, study: StudyRow, isOpen: boolean): StudySides {
  const { commitment, lockedAt } = study;
  const closed = { commitment, secret: null, follow: null };
  const secret = getStudySecret(db, study.id);
  if (lockedAt === null) return { ...closed, statement: 'Sides and order are drawn when the study is locked.' };
  if (commitment === null || !secret) return { ...closed, statement: `Sides and order: ${sidesFrom(null)}.` };
  if (!isOpen) {
    const statement = `Sides and order were drawn from a secret that was committed to at ${lockedAt} (commitment ${commitment}). It is revealed when the results are opened.`;
    return { ...closed, statement };
  }
  const stored = listDesignedTrials(db, study.id, null);
  const differences = replayTrials(study.protocol, stored, secret);
  for (const { id, reader } of study.protocol.order === 'per-reader' ? listSessions(db, study.id) : []) {
    const own = replayTrials(study.protocol, listDesignedTrials(db, study.id, id), secret, readerKey(reader));
    differences.push(...own.map((difference) => `reader "${reader}", ${difference}`));
  }
  if (commitmentOf(secret) !== commitment) differences.unshift('the secret is not the one that was committed to');
  return {
    ...{ commitment, secret: Buffer.from(secret).toString('hex') },
    follow: differences.length === 0,
    statement: statementOf(lockedAt, commitment, stored.length, differences),
  };
}

function statementOf(lockedAt: string, commitment: string, pairs: number, differences: readonly string[]): string {
  const committed = `the secret committed to at ${lockedAt} (commitment ${commitment})`;
  if (differences.length === 0)
    return `Sides and order follow from ${committed}: drawn again from it, all ${pairs} pairs are as they are stored.`;
  const more = differences.length > MOST_NAMED ? `; and ${differences.length - MOST_NAMED} more differences` : '';
  return `Sides and order do not follow from ${committed}: ${differences.slice(0, MOST_NAMED).join('; ')}${more}.`;
}
