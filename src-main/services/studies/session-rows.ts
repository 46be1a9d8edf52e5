import type { StudyEvidence } from '../../../src-shared/contract/results.ts';
import type { SessionSummary } from '../../../src-shared/contract/studies.ts';
import type { SessionResultRow } from '../../../src-shared/study/session-fields.ts';

/** The sessions whose answers are results. */
export const counting = (sessions: readonly SessionSummary[]): SessionSummary[] =>
  sessions.filter(({ withdrawn }) => withdrawn === null);

interface SessionFacts {
  /** What was found about it when the study was checked. */
  checked: StudyEvidence['sessions'][number] | undefined;
  /** Of the last answer so far; null without any. */
  lastAnswerAt: string | null;
  /** Whether it began after somebody had opened the results. */
  afterOpening: boolean;
}

/** A session as a row of the table of readers. */
export function sessionRow(
  { id, reader, virtual, answered, total, startedAt, completedAt, withdrawn }: SessionSummary,
  { checked, lastAnswerAt, afterOpening }: SessionFacts,
): SessionResultRow {
  return {
    reader,
    session_id: id,
    virtual: virtual ? 1 : 0,
    began_at: startedAt,
    finished_at: completedAt,
    duration_s: lastAnswerAt === null ? null : (Date.parse(lastAnswerAt) - Date.parse(startedAt)) / 1000,
    answered,
    planned: total,
    after_opening: afterOpening ? 1 : 0,
    withdrawn_at: withdrawn?.at ?? null,
    withdrawn_reason: withdrawn?.reason ?? null,
    receipt: checked?.receipt ?? null,
    public_key: checked?.publicKey ?? null,
  };
}
