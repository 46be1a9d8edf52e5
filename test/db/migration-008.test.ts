import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { migrations } from '../../src-main/db/migrations/index.ts';
import { openDb } from '../../src-main/db/open.ts';
import { listDraftPairs } from '../../src-main/db/studies/draft-pairs.ts';
import { getStudySecret } from '../../src-main/db/studies/study-secrets.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

it('takes the sides from drafts, which the seed gave, and leaves those of locked studies', () => {
  const path = join(temporaryFolder(), 'w.sqlite');
  const old = new Database(path);
  for (const migration of migrations.slice(0, 7)) migration(old);
  old.exec(`
    INSERT INTO signals VALUES ('s', 300, 1000, 2, x'01000200');
    INSERT INTO datasets VALUES ('d', 'd', 'x', 'x', '2026-01-01', '[]', '[]');
    INSERT INTO records VALUES (1, 'd', 'R1', 0, 'test', 's');
    INSERT INTO models VALUES ('m', 'm', 'compact', 'trained', 'cd', '2026-01-01', '{}', '[]');
    INSERT INTO attack_runs VALUES ('r', 'm', 'cd', 'd', 'test', '{}', 'TensorFlow', '0.1.0', '2026-01-01', '{}');
    INSERT INTO examples (id, run_id, record_id, original_class, adversarial_class, originally_correct, fooled,
        zero_gradient, probabilities_before, probabilities_after, metrics, sha256)
      VALUES (7, 'r', 1, 0, 1, 1, 1, 0, '[]', '[]', '{}', 's');
    INSERT INTO studies VALUES ('locked', 'Locked', '{}', 'ef', '2026-01-01', NULL), ('draft', 'Draft', '{}', 'ef', '2026-01-01', NULL);
    INSERT INTO trials VALUES
      ('q', 'locked', 0, 'real', 'which-is-real', 'SAP', 7, 2, 'u1', 'l1'),
      ('z', 'draft', 0, 'real', 'which-is-real', 'SAP', 7, 1, 'u3', 'l3');
    UPDATE studies SET locked_at = '2026-01-02' WHERE id = 'locked';
    PRAGMA application_id = ${0x45515053};
    PRAGMA user_version = 7;
  `);
  old.close();
  const db = openDb(path);
  onTestFinished(() => void db.close());
  expect(db.prepare('SELECT id FROM trials').pluck().all()).toEqual(['q']);
  expect(listDraftPairs(db, 'draft')).toEqual([
    {
      taskId: 'real',
      arm: 'SAP',
      exampleId: 7,
      record: 'R1',
      otherRecord: null,
      otherRecordId: null,
      recordId: null,
      madeRecordId: null,
    },
  ]);
  expect(listDraftPairs(db, 'locked')).toEqual([]);
  expect([getStudySecret(db, 'locked'), getStudySecret(db, 'draft')]).toEqual([undefined, undefined]);
});
