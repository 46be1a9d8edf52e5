import type { StudyEvidence } from '../../../src-shared/contract/results.ts';
import type { SessionSummary } from '../../../src-shared/contract/studies.ts';
import type { TurnedPage } from '../../db/studies/session-pages.ts';
import type { SessionPage, SessionPageInput } from '../../../src-shared/study/session.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { SessionResultRow } from '../../../src-shared/study/session-fields.ts';
import type { NotBegun } from './not-begun.ts';

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
  /** Those that the reader has turned. */
  pages: readonly TurnedPage[];
  /** Its answers to catch trials; none of a session that does not count. */
  caught: readonly ResultRow[];
}

/** A session as a row of the table of readers. */
export function sessionRow(
  { id, reader, virtual, answered, total, startedAt, completedAt, withdrawn, droppedOut }: SessionSummary,
  { checked, lastAnswerAt, afterOpening, pages, caught }: SessionFacts,
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
    catch_answered: caught.length,
    catch_right: caught.filter(({ correct }) => correct === 1).length,
    after_opening: afterOpening ? 1 : 0,
    withdrawn_at: withdrawn?.at ?? null,
    withdrawn_reason: withdrawn?.reason ?? null,
    dropped_out_at: droppedOut?.at ?? null,
    dropped_out_reason: droppedOut?.reason ?? null,
    ...pageColumns(pages),
    receipt: checked?.receipt ?? null,
    public_key: checked?.publicKey ?? null,
  };
}

/** A reader who was sent a sealed file and has no session, as a row of the same table; `total`: pairs of the study. */
export function notBegunRow({ reader, withdrawn }: NotBegun, total: number): SessionResultRow {
  return {
    ...{ reader, session_id: null, virtual: 0, began_at: null, finished_at: null, duration_s: null },
    ...{ answered: 0, planned: total, catch_answered: 0, catch_right: 0, after_opening: 0 },
    ...{ withdrawn_at: withdrawn?.at ?? null, withdrawn_reason: withdrawn?.reason ?? null },
    ...{ dropped_out_at: null, dropped_out_reason: null, ...pageColumns([]), receipt: null, public_key: null },
  };
}

type PageColumns = Pick<SessionResultRow, 'consented_at' | 'questionnaire' | 'comment' | 'reader_language'>;

function pageColumns(pages: readonly TurnedPage[]): PageColumns {
  const said = <Page extends SessionPage>(page: Page) =>
    pages
      .map((turned) => turned.said)
      .find((each): each is Extract<SessionPageInput, { page: Page }> => each.page === page);
  const answers = said('questionnaire')?.answers;
  return {
    consented_at: pages.find((turned) => turned.said.page === 'consent')?.at ?? null,
    questionnaire: answers ? JSON.stringify(answers) : null,
    comment: said('comment')?.comment || null,
    reader_language: pages.findLast((turned) => turned.said.page !== 'comment')?.said.language ?? null,
  };
}
