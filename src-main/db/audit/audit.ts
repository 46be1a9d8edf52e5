import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';

/** Where the audit ends: how many entries there are, and the hash of the newest, which stands for all of them. */
export interface AuditHead {
  count: number;
  /** SHA-256, hexadecimal. */
  hash: string;
}

export interface AuditEntry {
  /** From 1, without a gap. */
  position: number;
  at: string;
  action: string;
  /** Canonical JSON; entries of versions before the chain are as those wrote them. */
  details: string;
  previousHash: string;
  hash: string;
}

/** SHA-256 of everything in an entry and the hash of the entry before it. */
export function auditHash({ position, at, action, details, previousHash }: Omit<AuditEntry, 'hash'>): string {
  return createHash('sha256').update(canonicalJson({ position, at, action, details, previousHash })).digest('hex');
}

/**
 * Appends an entry to the one audit of the workspace: what was imported and computed, the life of every study, every
 * answer. Each carries the hash of the entry before it. Call it in the transaction of what it tells about, so that
 * neither is ever stored without the other. Returns the new head.
 */
export function appendAudit(db: WritableDB, at: string, action: string, details: object): AuditHead {
  return appendAuditEntries(db, [{ at, action, details }]);
}

/** The same for many entries at once, in this order. */
export function appendAuditEntries(
  db: WritableDB,
  entries: Iterable<{ at: string; action: string; details: object }>,
): AuditHead {
  // Immediate: of two processes that append at once, one waits for the other and continues its chain.
  return db
    .transaction(() => {
      let head = auditHead(db);
      const insert = db.prepare(
        `INSERT INTO audit (position, at, action, details, previous_hash, hash)
         VALUES (@position, @at, @action, @details, @previousHash, @hash)`,
      );
      for (const { at, action, details } of entries) {
        const position = head.count + 1;
        const content = { position, at, action, details: canonicalJson(details), previousHash: head.hash };
        head = { count: position, hash: auditHash(content) };
        insert.run({ ...content, hash: head.hash });
      }
      return head;
    })
    .immediate();
}

/** The head as it is now; count 0 and an empty hash if the audit is empty. */
export function auditHead(db: ReadableDB): AuditHead {
  return (
    db.prepare<[], AuditHead>('SELECT position AS count, hash FROM audit ORDER BY position DESC LIMIT 1').get() ?? {
      count: 0,
      hash: '',
    }
  );
}

/** Entries that are read at a time. */
const PAGE = 200;

/** From the first to the newest, read page by page. */
export function* listAudit(db: ReadableDB): Generator<AuditEntry> {
  const page = db.prepare<[number, number], AuditEntry>(
    `SELECT position, at, action, details, previous_hash AS previousHash, hash FROM audit
     WHERE position > ? ORDER BY position LIMIT ?`,
  );
  for (let last = -Infinity; ;) {
    const entries = page.all(last, PAGE);
    yield* entries;
    if (entries.length < PAGE) return;
    last = entries.at(-1)?.position ?? last;
  }
}

type Outline = Pick<AuditEntry, 'position' | 'action' | 'hash'>;

/** The entries after this position without what they say, in their order. */
export function auditOutline(db: ReadableDB, after: number): Outline[] {
  return db
    .prepare<[number], Outline>('SELECT position, action, hash FROM audit WHERE position > ? ORDER BY position')
    .all(after);
}
