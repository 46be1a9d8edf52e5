import { userInfo } from 'node:os';
import type { WritableDB } from '../sqlite/connection.ts';
import { appendAudit, type AuditHead } from './audit.ts';

/**
 * The same as appendAudit for what somebody does in a workspace, with the account that the program runs under. What a
 * reader does is appended without: the reader is known, and an entry is the same in a sealed file.
 */
export function appendAct(db: WritableDB, at: string, action: string, details: object): AuditHead {
  return appendAudit(db, at, action, { ...details, account: account() });
}

/** Of the person who runs the program, as the system knows it. */
export function account(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? 'without a name'}`;
  }
}
