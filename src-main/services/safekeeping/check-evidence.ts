import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { count } from '../../../src-shared/format/number.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { auditHead, type AuditHead } from '../../db/audit/audit.ts';
import { auditHashAt, type Evidence } from '../../db/audit/evidence.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { databaseBytes } from '../../db/sqlite/database-bytes.ts';
import { EVIDENCE_LOG, readEvidenceLog } from './evidence-log.ts';
import { readMark } from './workspace-mark.ts';

/** The database's file in a workspace's folder. */
export const DATABASE = 'workspace.sqlite';

/** SQLite's header; a file that holds less was cut. */
const SMALLEST_DATABASE_BYTES = 100;

/** Throws AppError 'damaged' where a file that is gone or too short would be taken for a new workspace. */
export function checkDatabaseFile(folder: string, path: string): void {
  const bytes = statSync(path, { throwIfNoEntry: false })?.size;
  if (bytes !== undefined && bytes >= SMALLEST_DATABASE_BYTES) return checkLength(path, bytes);
  const log = readEvidenceLog(folder);
  const wasHere = log.length > 0 || readMark(folder) !== null || readdirSync(join(folder, 'models')).length > 0;
  // A program that was killed as it made the workspace leaves an empty file.
  if (!wasHere && (bytes ?? 0) === 0) return;
  const what = bytes === undefined ? 'is gone' : bytes === 0 ? 'is empty' : `was cut to ${counted(bytes, 'byte')}`;
  throw new AppError(
    'damaged',
    `${path} ${what}, but there was a workspace in this folder. Nothing was written over it. Put a copy of the file there from a backup${
      log.length > 0 ? `; ${restoreAnswers(folder, log)}` : ', or choose another folder with --workspace.'
    }`,
    { path },
  );
}

/** SQLite itself misses pages at the end only when it comes to read them. What is in a -wal is not in the file yet. */
function checkLength(path: string, bytes: number): void {
  const wal = statSync(`${path}-wal`, { throwIfNoEntry: false });
  const expected = databaseBytes(path);
  if ((wal && wal.size > 0) || bytes >= expected) return;
  throw new AppError(
    'damaged',
    `${path} was cut: it has ${count(bytes)} of ${count(expected)} bytes. Put a copy of the file there from a backup; then "npm run equipoise -- restore" gives it the answers that ${EVIDENCE_LOG} holds.`,
    { path, bytes, expected },
  );
}

/** Throws AppError 'damaged' if the database does not hold what it held when the mark and the log were written. */
export function checkEvidence(folder: string, db: ReadableDB, path: string): void {
  const log = readEvidenceLog(folder);
  const last = log.at(-1);
  const heads: AuditHead[] = [readMark(folder), last && { count: last.position, hash: last.hash }].filter(
    (head) => head !== null && head !== undefined,
  );
  const here = auditHead(db);
  for (const head of heads.sort((a, b) => b.count - a.count)) {
    if (head.count === 0 || auditHashAt(db, head.count) === head.hash) continue;
    const common = log.findLastIndex(({ position, hash }) => auditHashAt(db, position) === hash) + 1;
    const lost = log.slice(common);
    const found =
      here.count < head.count
        ? `ends with event ${here.count} of ${head.count}`
        : `has another event ${head.count} than it had`;
    throw new AppError(
      'damaged',
      `${path} ${found}: the file or its -wal was emptied, cut or deleted, or replaced by another copy${loss(lost)}. ` +
        `Put the right files back, or keep this one: ${restoreAnswers(folder, log)}`,
      { path, events: here.count, expected: head.count },
    );
  }
}

function loss(lost: readonly Evidence[]): string {
  const answers = lost.flatMap(({ responses }) => responses).length;
  const at = lost.at(-1)?.at;
  return answers > 0 && at !== undefined ? `; it lacks ${counted(answers, 'answer')}, the last of ${at}` : '';
}

function restoreAnswers(folder: string, log: readonly Evidence[]): string {
  const answers = log.flatMap(({ responses }) => responses).length;
  return `then restore the ${counted(answers, 'answer')} in ${EVIDENCE_LOG} with "npm run equipoise -- restore --workspace ${folder}".`;
}
