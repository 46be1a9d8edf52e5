import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listAudit } from '../../src-main/db/audit/audit.ts';
import { migrations } from '../../src-main/db/migrations/index.ts';
import { openDb } from '../../src-main/db/open.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

it('schema 6 chains the entries of before, and says which studies and sessions are older than the chain', () => {
  const path = join(temporaryFolder(), 'w.sqlite');
  const old = new Database(path);
  for (const migration of migrations.slice(0, 5)) migration(old);
  old.exec(`
    INSERT INTO studies VALUES ('locked', 'Locked', '{}', 'ab', '2026-01-01', '2026-01-02');
    INSERT INTO studies VALUES ('draft', 'Draft', '{}', 'ab', '2026-01-01', NULL);
    INSERT INTO sessions VALUES ('session', 'locked', 'Dr A', 'dr a', 0, '2026-01-03');
    INSERT INTO audit VALUES (3, '2026-01-02', 'study-lock', '{"studyId": "locked"}');
    INSERT INTO audit VALUES (7, '2026-01-03', 'session-begin', '{"sessionId": "session"}');
  `);
  old.pragma(`application_id = ${0x45515053}`);
  old.pragma('user_version = 5');
  old.close();
  const db = openDb(path);
  onTestFinished(() => void db.close());
  const entries = [...listAudit(db)];
  expect(entries.map(({ position, action, details }) => [position, action, details])).toEqual([
    [1, 'study-lock', '{"studyId": "locked"}'],
    [2, 'session-begin', '{"sessionId": "session"}'],
    [3, 'chain-begin', '{"sessions":["session"],"studies":["locked"]}'],
  ]);
  expect(entries.map(({ previousHash }) => previousHash)).toEqual(['', entries[0]?.hash, entries[1]?.hash]);
});
