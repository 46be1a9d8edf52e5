import { z } from 'zod';
import type { ReadableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

const where = { table: 'audit', column: 'details' };

/** What is older than the chain (migration 6). */
const chainBeginSchema = z.object({ studies: z.array(z.string()), sessions: z.array(z.string()) });
export type ChainBegin = z.infer<typeof chainBeginSchema>;

/** `digest`: SHA-256 of `manifest` as canonical JSON; entries of older versions have neither. */
const lockSchema = z.object({
  studyId: z.string(),
  digest: z.string().optional(),
  manifest: z.unknown().optional(),
});
export type LockEntry = z.infer<typeof lockSchema>;

/** Made for the readers of a study at its lock. */
const codesSchema = z.object({ studyId: z.string(), codes: z.array(z.string()) });

/** Sessions of older versions have no key; studies locked by older versions no digest. */
const sessionBeginSchema = z.object({
  studyId: z.string(),
  sessionId: z.string(),
  reader: z.string(),
  virtual: z.boolean(),
  startedAt: z.string().optional(),
  publicKey: z.string().optional(),
  studyDigest: z.string().nullable().default(null),
  /** Digest of the session's own trials; left out where it has none. */
  trials: z.string().optional(),
});
export type SessionBegin = z.infer<typeof sessionBeginSchema>;

/** A session goes on with another key, from the answer after these on: its first was lost with the database. */
const sessionRekeySchema = z.object({
  studyId: z.string(),
  sessionId: z.string(),
  publicKey: z.string(),
  answers: z.int(),
});
export type SessionRekey = z.infer<typeof sessionRekeySchema>;

const shownSchema = z.object({ sessionId: z.string(), trialId: z.string() });

const answerSchema = z.object({ sessionId: z.string(), position: z.int(), trialId: z.string(), hash: z.string() });
export type AnswerEntry = z.infer<typeof answerSchema>;

/** What a session signs at its end. */
const receiptSchema = z.object({
  studyId: z.string(),
  studyDigest: z.string().nullable(),
  sessionId: z.string(),
  reader: z.string(),
  publicKey: z.string(),
  answers: z.int(),
  /** Of the last answer. */
  lastHash: z.string(),
  /** Of the audit that the session ended in, up to the last answer. */
  audit: z.object({ count: z.int(), hash: z.string() }),
});
export type Receipt = z.infer<typeof receiptSchema>;

const sessionEndSchema = z.object({ sessionId: z.string(), receipt: receiptSchema, signature: z.string() });
export type SessionEnd = z.infer<typeof sessionEndSchema>;

/**
 * The entries of a session that came back in a bundle follow: all, or those after what came before. `unfinished`: why it
 * was taken without its end.
 */
const collectSchema = z.object({ sessionId: z.string(), unfinished: z.string().optional() });

/** A coordinator's word that a session does not count, or counts again. */
const standingSchema = z.object({
  studyId: z.string(),
  sessionId: z.string(),
  reader: z.string(),
  reason: z.string(),
});
export type StandingEntry = z.infer<typeof standingSchema>;

/** The entries that a study's evidence consists of, by their action. */
export const STUDY_ENTRIES = {
  'chain-begin': jsonColumn(chainBeginSchema, where),
  'study-lock': jsonColumn(lockSchema, where),
  'reader-codes': jsonColumn(codesSchema, where),
  'session-begin': jsonColumn(sessionBeginSchema, where),
  'session-rekey': jsonColumn(sessionRekeySchema, where),
  shown: jsonColumn(shownSchema, where),
  answer: jsonColumn(answerSchema, where),
  'session-end': jsonColumn(sessionEndSchema, where),
  'session-collect': jsonColumn(collectSchema, where),
  'session-withdraw': jsonColumn(standingSchema, where),
  'session-reinstate': jsonColumn(standingSchema, where),
} as const;

/** How the study was locked; undefined if it never was. */
export function findLockEntry(db: ReadableDB, studyId: string): LockEntry | undefined {
  const text = db
    .prepare<[string], string>(
      `SELECT details FROM audit WHERE action = 'study-lock' AND details ->> 'studyId' = ? ORDER BY position LIMIT 1`,
    )
    .pluck()
    .get(studyId);
  return text === undefined ? undefined : STUDY_ENTRIES['study-lock'].read(text, `of the lock of study ${studyId}`);
}

export function findSessionBegin(db: ReadableDB, sessionId: string): SessionBegin | undefined {
  const text = db
    .prepare<[string], string>(
      `SELECT details FROM audit WHERE action = 'session-begin' AND details ->> 'sessionId' = ? ORDER BY position LIMIT 1`,
    )
    .pluck()
    .get(sessionId);
  return text === undefined
    ? undefined
    : STUDY_ENTRIES['session-begin'].read(text, `of the beginning of session ${sessionId}`);
}

/** The newest key of the session, where it was begun with one. */
export function findPublicKey(db: ReadableDB, sessionId: string): string | undefined {
  const text = db
    .prepare<[string], string>(
      `SELECT details FROM audit WHERE action = 'session-rekey' AND details ->> 'sessionId' = ? ORDER BY position DESC LIMIT 1`,
    )
    .pluck()
    .get(sessionId);
  if (text === undefined) return findSessionBegin(db, sessionId)?.publicKey;
  return STUDY_ENTRIES['session-rekey'].read(text, `of the new key of session ${sessionId}`).publicKey;
}

/** One trial of the manifest that was taken at the lock, as it was stored; undefined if the study has no manifest. */
export function findLockedTrial(db: ReadableDB, studyId: string, position: number): unknown {
  const text = db
    .prepare<[string, string], string | null>(
      `SELECT json_extract(details, ?) FROM audit WHERE action = 'study-lock' AND details ->> 'studyId' = ? ORDER BY position LIMIT 1`,
    )
    .pluck()
    .get(`$.manifest.trials[${position}]`, studyId);
  return text === undefined || text === null ? undefined : (JSON.parse(text) as unknown);
}

/** What the manifest of the lock says that dither belongs to, as it was stored; undefined if it says nothing. */
export function findDitherBy(db: ReadableDB, studyId: string): unknown {
  return (
    db
      .prepare<[string], unknown>(
        `SELECT json_extract(details, '$.manifest.ditherBy') FROM audit
         WHERE action = 'study-lock' AND details ->> 'studyId' = ? ORDER BY position LIMIT 1`,
      )
      .pluck()
      .get(studyId) ?? undefined
  );
}

/** The end of the session with its receipt; undefined while it runs, and for sessions of older versions. */
export function findSessionEnd(db: ReadableDB, sessionId: string): SessionEnd | undefined {
  const text = db
    .prepare<[string], string>(
      `SELECT details FROM audit WHERE action = 'session-end' AND details ->> 'sessionId' = ? LIMIT 1`,
    )
    .pluck()
    .get(sessionId);
  return text === undefined ? undefined : STUDY_ENTRIES['session-end'].read(text, `of the end of session ${sessionId}`);
}
