import type { WritableDB } from '../sqlite/connection.ts';

/**
 * Leads of a record besides the one that is read: signals like any other, which nothing but a view asks for. A set of them is
 * content-addressed too, so that sets are stored ahead of the one transaction that makes their records visible.
 */
export default function leadSets(db: WritableDB): void {
  db.exec(`
    CREATE TABLE lead_sets (
      sha256 TEXT PRIMARY KEY, -- of names and hashes of the leads
      names TEXT NOT NULL -- JSON, in the order of the file
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE set_leads (
      set_sha256 TEXT NOT NULL REFERENCES lead_sets (sha256) ON DELETE CASCADE,
      position INTEGER NOT NULL CHECK (position >= 0),
      lead TEXT NOT NULL,
      sha256 TEXT NOT NULL REFERENCES signals (sha256),
      PRIMARY KEY (set_sha256, position)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX set_leads_by_signal ON set_leads (sha256);
    ALTER TABLE records ADD COLUMN leads_sha256 TEXT REFERENCES lead_sets (sha256); -- null: no others are stored
    CREATE INDEX records_by_lead_set ON records (leads_sha256) WHERE leads_sha256 IS NOT NULL;

    CREATE TRIGGER lead_sets_never_change BEFORE UPDATE ON lead_sets
      BEGIN SELECT raise(ABORT, 'a set of leads is never changed'); END;
    CREATE TRIGGER set_leads_never_change BEFORE UPDATE ON set_leads
      BEGIN SELECT raise(ABORT, 'a set of leads is never changed'); END;
    CREATE TRIGGER set_leads_never_go BEFORE DELETE ON set_leads
      WHEN EXISTS (SELECT 1 FROM lead_sets WHERE sha256 = OLD.set_sha256)
      BEGIN SELECT raise(ABORT, 'a lead is never deleted without its set'); END;
  `);
}
