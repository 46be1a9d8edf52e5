import { auditHead, type AuditEntry } from '../../db/audit/audit.ts';
import { evidenceAfter } from '../../db/audit/evidence.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { appendEvidenceLog, readEvidenceLog } from './evidence-log.ts';
import { readMark, writeMark } from './workspace-mark.ts';

/** Entries that are read and written at a time: a session that came back has a thousand. */
const AT_ONCE = 200;

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
    const entries: AuditEntry[] = [];
    while (this.#logged < head.count) {
      const some = evidenceAfter(this.#db, this.#logged, AT_ONCE);
      if (some.length === 0) break;
      await appendEvidenceLog(this.#folder, some);
      this.#logged = some.at(-1)?.position ?? head.count;
      entries.push(...some);
    }
    if (head.count <= this.#marked && !replaceMark) return;
    await writeMark(this.#folder, head);
    this.#marked = head.count;
    this.onKept?.(entries);
  }
}
