import { auditHead, type AuditEntry } from '../../db/audit/audit.ts';
import { evidenceAfter } from '../../db/audit/evidence.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { appendEvidenceLog, readEvidenceLog } from './evidence-log.ts';
import { readMark, writeMark } from './workspace-mark.ts';

/** Keeps the log of the evidence and the mark up with the database, which is always written first. */
export class EvidenceKeeper {
  /** Told of new entries once they are kept. */
  onKept: ((entries: readonly AuditEntry[]) => void) | undefined;
  readonly #folder: string;
  readonly #db: ReadableDB;
  #logged: number;
  #marked: number;
  #last: Promise<void> = Promise.resolve();

  constructor(folder: string, db: ReadableDB) {
    this.#folder = folder;
    this.#db = db;
    this.#logged = readEvidenceLog(folder).length;
    this.#marked = readMark(folder)?.count ?? 0;
  }

  /**
   * Everything that the database holds now is in the log and the mark when this resolves. Throws Node's system error if
   * the disk takes no more; the next call tries again. `replaceMark`: also where the mark is further than the database.
   */
  keep({ replaceMark = false } = {}): Promise<void> {
    const turn = this.#last.then(() => this.#keepNow(replaceMark));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async #keepNow(replaceMark: boolean): Promise<void> {
    const head = auditHead(this.#db);
    const entries = head.count > this.#logged ? evidenceAfter(this.#db, this.#logged) : [];
    if (entries.length > 0) await appendEvidenceLog(this.#folder, entries);
    this.#logged = Math.max(this.#logged, entries.at(-1)?.position ?? 0);
    if (head.count <= this.#marked && !replaceMark) return;
    await writeMark(this.#folder, head);
    this.#marked = head.count;
    this.onKept?.(entries);
  }
}
