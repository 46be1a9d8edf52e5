import type { Verification } from '../../../src-shared/contract/verification.ts';
import type { AnswerRow } from './analyses.ts';
import type { Db } from '../open.ts';

export interface VerificationRequest {
  kind: 'verification';
  runId: string;
  /** How many examples were drawn; all without it. */
  sample?: number | undefined;
  seed: number;
}

export interface VerificationRow extends AnswerRow<VerificationRequest> {
  result: Verification;
}

const KIND = 'verification' satisfies VerificationRequest['kind'];

/** The newest verifications of a run, at most `limit`. */
export function listVerifications(
  db: Db,
  runId: string,
  limit: number,
): { id: string; createdAt: string; result: unknown }[] {
  return db
    .prepare<[string, string, number], { id: string; createdAt: string; result: string }>(
      `SELECT id, created_at AS createdAt, result FROM analyses
       WHERE kind = ? AND json_extract(request, '$.runId') = ? ORDER BY created_at DESC, rowid DESC LIMIT ?`,
    )
    .all(KIND, runId, limit)
    .map((row) => ({ ...row, result: JSON.parse(row.result) as unknown }));
}
