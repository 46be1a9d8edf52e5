import { z } from 'zod';
import { appendAct } from '../audit/acts.ts';
import { auditHead, appendAudit, type AuditHead } from '../audit/audit.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

/** Everything that a bundle was made of: its entry `bundle` in its own audit, before anybody has read a pair. */
const bundleContentSchema = z.object({
  bundleId: z.string(),
  studyId: z.string(),
  title: z.string(),
  /** Of the lock: see studyDigest. */
  studyDigest: z.string(),
  protocolSha256: z.string(),
  commitment: z.string().nullable(),
  /** Whom it is for; null for any reader. */
  reader: z.string().nullable(),
  /** What the truth is sealed to: X25519, base64. */
  publicKey: z.string(),
  /** SHA-256 of the truth as it lies sealed in the file. */
  truthSha256: z.string(),
  /** In the order of presentation, with the SHA-256 of what a reader is shown: see shownDigest. */
  trials: z.array(z.object({ id: z.string(), sha256: z.string() })),
  /** SHA-256 of the columns of the study in the file, as canonical JSON. */
  studySha256: z.string(),
  programVersion: z.string(),
});
export type BundleContent = z.infer<typeof bundleContentSchema>;

/** A bundle that was made of a study of this workspace: the head of its audit before it was first opened. */
const exportSchema = z.object({
  studyId: z.string(),
  bundleId: z.string(),
  reader: z.string().nullable(),
  audit: z.object({ count: z.int(), hash: z.string() }),
});

/** A session that came back in a bundle. */
interface Collected {
  studyId: string;
  bundleId: string;
  sessionId: string;
  /** Why it was taken without its end; left out for one that is finished. */
  unfinished?: string;
}

const where = { table: 'audit', column: 'details' };
const CONTENT = jsonColumn(bundleContentSchema, where);
const EXPORT = jsonColumn(exportSchema, where);

/** Puts the content of a bundle into its audit. Returns the head, which stands for all of it. */
export function appendBundle(db: WritableDB, at: string, content: BundleContent): AuditHead {
  return appendAudit(db, at, 'bundle', content);
}

/** Undefined in a workspace. Throws AppError 'damaged' if it cannot be read. */
export function findBundle(db: ReadableDB): BundleContent | undefined {
  const text = db
    .prepare<[], string>(`SELECT details FROM audit WHERE action = 'bundle' ORDER BY position LIMIT 1`)
    .pluck()
    .get();
  return text === undefined ? undefined : CONTENT.read(text, 'of the bundle');
}

export function appendExport(db: WritableDB, at: string, details: z.infer<typeof exportSchema>): void {
  appendAct(db, at, 'study-export', details);
}

/** Bundles that were exported of the study, the first one first. */
export function listExports(db: ReadableDB, studyId: string): (z.infer<typeof exportSchema> & { at: string })[] {
  return db
    .prepare<[string], { at: string; details: string }>(
      `SELECT at, details FROM audit WHERE action = 'study-export' AND details ->> 'studyId' = ? ORDER BY position`,
    )
    .all(studyId)
    .map(({ at, details }) => ({ at, ...EXPORT.read(details, 'of an export') }));
}

/** Whether the study came into this workspace out of a bundle: what was exported before is not in its audit. */
export function isUnsealed(db: ReadableDB, studyId: string): boolean {
  return (
    db
      .prepare<[string], number>(`SELECT 1 FROM audit WHERE action = 'study-unseal' AND details ->> 'studyId' = ?`)
      .get(studyId) !== undefined
  );
}

/** `bundle`: whose own audit ends as the entry says. */
export function appendCollected(db: WritableDB, at: string, details: Collected, bundle: ReadableDB): void {
  appendAct(db, at, 'session-collect', { ...details, audit: auditHead(bundle) });
}
