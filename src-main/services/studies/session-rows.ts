import type { StudyEvidence } from '../../../src-shared/contract/results.ts';
import type { SessionSummary } from '../../../src-shared/contract/studies.ts';
import type { SessionResultRow } from '../../../src-shared/study/session-fields.ts';

/** The sessions whose answers are results. */
export const counting = (sessions: readonly SessionSummary[]): SessionSummary[] =>
  sessions.filter(({ withdrawn }) => withdrawn === null);

/** A session as a row of the table of readers; `checked`: what was found about it. */
export function sessionRow(
  { id, reader, virtual, answered, total, startedAt, completedAt, withdrawn }: SessionSummary,
  checked: StudyEvidence['sessions'][number] | undefined,
): SessionResultRow {
  return {
    reader,
    session_id: id,
    virtual: virtual ? 1 : 0,
    began_at: startedAt,
    finished_at: completedAt,
    answered,
    planned: total,
    withdrawn_at: withdrawn?.at ?? null,
    withdrawn_reason: withdrawn?.reason ?? null,
    receipt: checked?.receipt ?? null,
    public_key: checked?.publicKey ?? null,
  };
}
