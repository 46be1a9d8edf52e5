import { AppError } from '../../../src-shared/errors/app-error.ts';
import {
  wrongFields,
  type SessionPage,
  type SessionPageInput,
  type SessionProtocol,
} from '../../../src-shared/study/session.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { findSessionEnd } from '../../db/audit/study-entries.ts';
import { findLastResponse } from '../../db/studies/responses.ts';
import { listSessionPages } from '../../db/studies/session-pages.ts';

const HOUR_MS = 3_600_000;

/** Where a session is, besides its trials. */
interface Standing {
  sessionId: string;
  /** Every trial is answered. */
  isDone: boolean;
  /** ISO 8601. */
  now: string;
}

/** The page that a reader has to turn next; null where a trial is next, or nothing at all. */
export function nextPage(
  db: ReadableDB,
  protocol: SessionProtocol | undefined,
  { sessionId, isDone, now }: Standing,
): SessionPage | null {
  if (!protocol) return null;
  const turned = listSessionPages(db, sessionId);
  const has = (page: SessionPage): boolean => turned.some(({ said }) => said.page === page);
  // A session that an older version ended with its last answer cannot be ended again.
  if (isDone && protocol.undo && !has('finish') && !findSessionEnd(db, sessionId)) return 'finish';
  if (isDone) return protocol.comment && !has('comment') ? 'comment' : null;
  if (protocol.consent !== undefined && !has('consent')) return 'consent';
  if (protocol.questionnaire.length > 0 && !has('questionnaire')) return 'questionnaire';
  const read = turned.findLast(({ said }) => said.page === 'instructions')?.at;
  if (read === undefined) return 'instructions';
  const last = [read, findLastResponse(db, sessionId)?.content.answeredAt ?? ''].sort().at(-1) ?? read;
  return Date.parse(now) - Date.parse(last) > protocol.resumeAfterHours * HOUR_MS ? 'instructions' : null;
}

/** Throws AppError 'bad-input' that names the fields of the questionnaire that are not answered as they must be. */
export function checkPage(protocol: SessionProtocol | undefined, said: SessionPageInput): void {
  if (said.page !== 'questionnaire') return;
  const fields = protocol?.questionnaire ?? [];
  const unknown = Object.keys(said.answers).filter((id) => !fields.some((field) => field.id === id));
  const wrong = [...wrongFields(fields, said.answers), ...unknown];
  if (wrong.length === 0) return;
  throw new AppError('bad-input', `The questionnaire is not answered as it must be: ${wrong.join(', ')}.`, { wrong });
}
