import { createHash } from 'node:crypto';
import { z } from 'zod';
import { responseInputSchema } from '../../../src-shared/contract/reading.ts';
import { trialEventsSchema } from '../../../src-shared/study/trial-events.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { appendAudit, type AuditHead } from '../audit/audit.ts';
import { findSessionBegin } from '../audit/study-entries.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';
import { signFor } from './session-keys.ts';

const { answer, confidence, clue, amends, input, calibratedBy, paperTheme } = responseInputSchema.shape;

/** What is known about an answer when it is given; whether it is right follows from the study's truth. */
const responseContentSchema = z.object({
  answer,
  // Older versions asked for nothing else, and let nobody answer anew.
  confidence: confidence.default(null),
  clue: clue.default(null),
  amends: amends.default(false),
  responseTimeMs: z.number(),
  // The host's own measurements; answers of older versions have none.
  serverTimeMs: z.number().nullable().default(null),
  clockShiftMs: z.number().nullable().default(null),
  choiceChanges: z.int(),
  focusLost: z.int(),
  input: z.enum([...input.options, 'virtual']),
  devicePixelRatio: z.number().nullable(),
  pxPerMm: z.number().nullable(),
  viewportWidthPx: z.int().nullable(),
  viewportHeightPx: z.int().nullable(),
  // Answers of older versions do not know them.
  screenWidthPx: z.int().nullable().default(null),
  screenHeightPx: z.int().nullable().default(null),
  calibratedAt: z.string().nullable().default(null),
  calibratedBy: calibratedBy.default(null),
  paperTheme: paperTheme.nullable().default(null),
  // Older versions recorded none.
  events: trialEventsSchema.nullable().default(null),
  shownAt: z.string(),
  answeredAt: z.string(),
  timesShown: z.int(),
  // To the truth, as the reader was shown it before the first pair; in the first answer alone.
  commitment: z.string().nullable().default(null),
  programVersion: z.string(),
});
export type ResponseContent = z.infer<typeof responseContentSchema>;
const CONTENT = jsonColumn(responseContentSchema, { table: 'responses', column: 'content' });

export interface ResponseRow {
  sessionId: string;
  position: number;
  trialId: string;
  content: ResponseContent;
  /** Empty for the session's first. */
  previousHash: string;
  hash: string;
  /** By the session's key, base64; null in sessions of older versions. */
  signature: string | null;
}

/** A response as it is stored, whether or not it can be believed. */
export interface RawResponse extends Omit<ResponseRow, 'content'> {
  content: string;
}

const SELECT = `SELECT session_id AS sessionId, position, trial_id AS trialId, content, previous_hash AS previousHash, hash, signature FROM responses`;

/** SHA-256 of everything in the row and the hash of the previous row. */
export function responseHash({
  previousHash,
  sessionId,
  position,
  trialId,
  content,
}: Omit<RawResponse, 'hash' | 'signature'>): string {
  return createHash('sha256')
    .update(JSON.stringify([previousHash, sessionId, position, trialId, content]))
    .digest('hex');
}

/** What a session signs of an answer: the hash has all of the row and of those before it. */
export const signedOfAnswer = (studyDigest: string | null, sessionId: string, hash: string) => ({
  kind: 'equipoise answer 1',
  studyDigest,
  sessionId,
  hash,
});

/** A response that was just stored, and the head of the audit with its entry `answer`. */
export type AppendedResponse = ResponseRow & { audit: AuditHead };

/**
 * Appends one response and its entry in the audit; both are durable when the outermost transaction ends. The caller
 * checks that the trial is the session's next.
 */
export function appendResponse(
  db: WritableDB,
  sessionId: string,
  trialId: string,
  content: ResponseContent,
): AppendedResponse {
  return db
    .transaction(() => {
      const last = db
        .prepare<[string], { position: number; hash: string }>(
          'SELECT position, hash FROM responses WHERE session_id = ? ORDER BY position DESC LIMIT 1',
        )
        .get(sessionId);
      const position = last ? last.position + 1 : 0;
      const previousHash = last?.hash ?? '';
      const text = CONTENT.write(content);
      const hash = responseHash({ previousHash, sessionId, position, trialId, content: text });
      const begin = findSessionBegin(db, sessionId);
      // A session that an older version began has no key.
      const signature =
        begin?.publicKey === undefined
          ? null
          : signFor(db, sessionId, signedOfAnswer(begin.studyDigest, sessionId, hash));
      db.prepare(
        'INSERT INTO responses (session_id, position, trial_id, content, previous_hash, hash, signature) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ).run(sessionId, position, trialId, text, previousHash, hash, signature);
      const audit = appendAudit(db, content.answeredAt, 'answer', { sessionId, position, trialId, hash });
      return { sessionId, position, trialId, content, previousHash, hash, signature, audit };
    })
    .immediate();
}

/** The answer to this trial that holds: the last one. */
export function findResponse(db: ReadableDB, sessionId: string, trialId: string): ResponseRow | undefined {
  const row = db
    .prepare<[string, string], RawResponse>(
      `${SELECT} WHERE session_id = ? AND trial_id = ? ORDER BY position DESC LIMIT 1`,
    )
    .get(sessionId, trialId);
  return row && parse(row);
}

/** The commitment that the first answer of the session is signed with; null if there is none. */
export function firstCommitment(db: ReadableDB, sessionId: string): string | null {
  const text = db
    .prepare<[string], string>('SELECT content FROM responses WHERE session_id = ? AND position = 0')
    .pluck()
    .get(sessionId);
  return (text === undefined ? undefined : CONTENT.readIfKnown(text)?.commitment) ?? null;
}

/** The newest answer of the session, to whichever trial. */
export function findLastResponse(db: ReadableDB, sessionId: string): ResponseRow | undefined {
  const row = db
    .prepare<[string], RawResponse>(`${SELECT} WHERE session_id = ? ORDER BY position DESC LIMIT 1`)
    .get(sessionId);
  return row && parse(row);
}

const parse = (row: RawResponse): ResponseRow => ({
  ...row,
  content: CONTENT.read(row.content, `${row.position + 1} of session ${row.sessionId}`),
});

/** How many trials are answered, however often. */
export function countResponses(db: ReadableDB, sessionId: string): number {
  return (
    db
      .prepare<[string], number>('SELECT count(DISTINCT trial_id) FROM responses WHERE session_id = ?')
      .pluck()
      .get(sessionId) ?? 0
  );
}

/** A session's responses in order, as they are stored. */
export function listRawResponses(db: ReadableDB, sessionId: string): RawResponse[] {
  return db.prepare<[string], RawResponse>(`${SELECT} WHERE session_id = ? ORDER BY position`).all(sessionId);
}

/** A session's responses in order. Throws AppError 'damaged' if a row was changed, removed or inserted. */
export function listResponses(db: ReadableDB, sessionId: string): ResponseRow[] {
  let previousHash = '';
  return listRawResponses(db, sessionId).map((row, index) => {
    if (row.position !== index || row.previousHash !== previousHash || row.hash !== responseHash(row)) {
      throw new AppError(
        'damaged',
        `Response ${index + 1} of session ${sessionId} does not fit the chain of those before it: the workspace was changed by another program. Restore it from a backup.`,
      );
    }
    previousHash = row.hash;
    return parse(row);
  });
}
