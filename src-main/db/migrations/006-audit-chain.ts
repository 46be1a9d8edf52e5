import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';
import { auditHash } from '../audit/audit.ts';
import type { WritableDB } from '../sqlite/connection.ts';

interface OldEntry {
  at: string;
  action: string;
  details: string;
}

/**
 * One chained audit. Entries of before are chained as they are found; the entry `chain-begin` after them names what is
 * older than the chain: its studies have no digest and its sessions no key, so that nothing of them can be checked.
 */
export default function auditChain(db: WritableDB): void {
  const old = db.prepare<[], OldEntry>('SELECT at, action, details FROM audit ORDER BY id').all();
  db.exec(`
    DROP TABLE audit;
    CREATE TABLE audit (
      position INTEGER PRIMARY KEY, -- from 1, without a gap
      at TEXT NOT NULL,
      action TEXT NOT NULL,
      details TEXT NOT NULL, -- JSON
      previous_hash TEXT NOT NULL, -- of the entry before; empty for the first
      hash TEXT NOT NULL -- see auditHash
    ) STRICT;
    CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
      BEGIN SELECT raise(ABORT, 'the audit is append-only'); END;
    CREATE TRIGGER audit_never_goes BEFORE DELETE ON audit
      BEGIN SELECT raise(ABORT, 'the audit is append-only'); END;
    CREATE TRIGGER audit_only_continues BEFORE INSERT ON audit
      WHEN NEW.position IS NOT (SELECT coalesce(max(position), 0) + 1 FROM audit)
        OR NEW.previous_hash IS NOT coalesce((SELECT hash FROM audit ORDER BY position DESC LIMIT 1), '')
      BEGIN SELECT raise(ABORT, 'an entry of the audit continues its chain'); END;
  `);
  const ids = (sql: string) => db.prepare<[], string>(sql).pluck().all();
  const begin = {
    at: new Date().toISOString(),
    action: 'chain-begin',
    details: canonicalJson({
      studies: ids('SELECT id FROM studies WHERE locked_at IS NOT NULL ORDER BY id'),
      sessions: ids('SELECT id FROM sessions ORDER BY id'),
    }),
  };
  const insert = db.prepare(
    `INSERT INTO audit (position, at, action, details, previous_hash, hash)
     VALUES (@position, @at, @action, @details, @previousHash, @hash)`,
  );
  let previousHash = '';
  [...old, begin].forEach((entry, index) => {
    const content = { ...entry, position: index + 1, previousHash };
    const hash = auditHash(content);
    insert.run({ ...content, hash });
    previousHash = hash;
  });
}
