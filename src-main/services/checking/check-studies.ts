import type { Finding } from '../../../src-shared/contract/workspace-check.ts';
import { withSnapshot } from '../../db/sqlite/snapshot.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { listStudies } from '../../db/studies/studies.ts';
import { inspectStudy } from '../studies/check-study.ts';
import { readAudit } from '../studies/read-audit.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import { RESTORE } from './database-findings.ts';

/** Whether each entry of the audit has its hash and continues the one before. */
export async function checkAudit(db: WritableDB): Promise<Finding[]> {
  const { problems } = await withSnapshot(db, (snapshot) => inPieces(readAudit(snapshot, '')));
  return problems.map((problem) => ({ what: sentence(problem), cure: RESTORE }));
}

/** Every locked study against what was locked, audited and signed. */
export async function checkStudies(db: WritableDB, signal: AbortSignal): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { id, title, lockedAt } of listStudies(db)) {
    if (lockedAt === null) continue;
    signal.throwIfAborted();
    const { problems } = await inspectStudy(db, id);
    for (const problem of problems)
      findings.push({ what: `In the study "${title}", ${problem}.`, cure: `Do not use its results. ${RESTORE}` });
  }
  return findings;
}

const sentence = (clause: string): string => `${clause.charAt(0).toUpperCase()}${clause.slice(1)}.`;
