import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RestoreLoss } from '../../../src-shared/contract/workspace.ts';
import { auditOutline, type AuditEntry, type AuditHead } from '../../db/audit/audit.ts';
import { auditHashAt } from '../../db/audit/evidence.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { lookInto } from '../../db/sqlite/look-into.ts';
import { DATABASE } from '../safekeeping/check-evidence.ts';
import { readEvidenceLog } from '../safekeeping/evidence-log.ts';

type Told = Pick<AuditEntry, 'position' | 'action' | 'hash'>;

/**
 * What a workspace holds and a backup of it with this head does not: by its database, or if that cannot be read by the
 * log of the evidence. `backupFolder`: whose own log says where both parted, should the workspace have gone another way.
 */
export function lossSince(workspace: string, backupFolder: string, head: AuditHead): RestoreLoss {
  const lost = laterEntries(workspace, head) ?? otherEntries(workspace, backupFolder);
  const count = (action: string): number => lost.filter((entry) => entry.action === action).length;
  return {
    events: lost.length,
    answers: count('answer'),
    sessions: count('session-begin') + count('session-collect'),
    locks: count('study-lock'),
    bundles: count('study-export'),
  };
}

/** What follows the head in the database; undefined where it went another way, or cannot be read. */
function laterEntries(workspace: string, head: AuditHead): Told[] | undefined {
  return ofDatabase(workspace, (db) =>
    auditHashAt(db, head.count) === head.hash ? auditOutline(db, head.count) : undefined,
  );
}

/** What the workspace has from where it and the backup parted. */
function otherEntries(workspace: string, backupFolder: string): Told[] {
  const now = ofDatabase(workspace, (db) => auditOutline(db, 0)) ?? readEvidenceLog(workspace);
  const backup = readEvidenceLog(backupFolder);
  const parted = backup.findIndex(({ hash }, index) => now[index]?.hash !== hash);
  return now.slice(parted === -1 ? backup.length : parted);
}

function ofDatabase<T>(workspace: string, look: (db: ReadableDB) => T): T | undefined {
  const path = join(workspace, DATABASE);
  try {
    return existsSync(path) ? lookInto(path, look) : undefined;
  } catch {
    return undefined; // that it cannot be read may be why somebody restores it
  }
}
