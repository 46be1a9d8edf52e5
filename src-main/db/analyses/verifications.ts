import {
  verificationSchema,
  type StoredVerification,
  type Verification,
} from '../../../src-shared/contract/verification.ts';
import type { AnswerRow } from './analyses.ts';
import type { ReadableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

export interface VerificationRequest {
  kind: 'verification';
  runId: string;
  /** How many examples were drawn; left out: all. */
  sample?: number | undefined;
  seed: number;
}

export interface VerificationRow extends AnswerRow<VerificationRequest> {
  result: Verification;
}

const KIND = 'verification' satisfies VerificationRequest['kind'];

const RESULT = jsonColumn(verificationSchema, { table: 'analyses', column: 'result', cure: 'Verify the run again' });

/** The newest verifications of a run, at most `limit`, without those of other versions that this one cannot read. */
export function listVerifications(db: ReadableDB, runId: string, limit: number): StoredVerification[] {
  return db
    .prepare<[string, string, number], { id: string; createdAt: string; result: string }>(
      `SELECT id, created_at AS createdAt, result FROM analyses
       WHERE kind = ? AND json_extract(request, '$.runId') = ? ORDER BY created_at DESC, rowid DESC LIMIT ?`,
    )
    .all(KIND, runId, limit)
    .flatMap((row) => {
      const result = RESULT.readIfKnown(row.result);
      return result ? [{ ...row, result }] : [];
    });
}
