import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listDatasets } from '../../src-main/db/datasets/datasets.ts';
import { migrations } from '../../src-main/db/migrations/index.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { WritableDB } from '../../src-main/db/sqlite/connection.ts';
import { CINC_2017_CLASSES } from '../../src-shared/class-list.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** Probabilities whose last bits a text of few digits would lose. */
const PROBABILITIES = [1 / 3, 0.1 + 0.2, 5e-324, 0.2999999999999999];

/** A workspace of schema 27 with a locked study, of which the records are evidence, and an evaluation. */
function schema27(path: string): void {
  const db = new Database(path);
  db.pragma('foreign_keys = OFF');
  for (const migration of migrations.slice(0, 27)) migration(db);
  db.exec(`
    INSERT INTO signals VALUES ('s', 300, 1000, 2, x'01000200'), ('t', 300, 1000, 2, x'0b000200');
    INSERT INTO datasets (id, name, source, labels, created_at, skipped, notes) VALUES ('d', 'd', 'x', 'x', '2026-01-01', '[]', '[]');
    INSERT INTO records (id, dataset_id, name, label, split, sha256, lead) VALUES
      (4, 'd', 'R4', 3, 'test', 's', 'II'), (2, 'd', 'R2', 0, 'train', 's', NULL);
    INSERT INTO models (id, name, architecture, origin, sha256, created_at, card, history)
      VALUES ('m', 'm', 'compact', 'trained', 'cd', '2026-01-01', '{}', '[]');
    INSERT INTO evaluations VALUES (1, 'm', 'cd', 'd', 'test', 'TensorFlow', '2026-01-01', '{}');
    INSERT INTO attack_runs VALUES ('r', 'm', 'cd', 'd', 'test', '{}', 'TensorFlow', '0.1.0', '2026-01-01', '{}');
    INSERT INTO examples (id, run_id, record_id, original_class, adversarial_class, originally_correct, fooled,
        zero_gradient, probabilities_before, probabilities_after, metrics, sha256)
      VALUES (7, 'r', 4, 3, 1, 1, 1, 0, '[]', '[]', '{}', 't');
    INSERT INTO studies (id, title, protocol, protocol_sha256, created_at) VALUES ('locked', 'Locked', '{}', 'ef', '2026-01-01');
    INSERT INTO trials (id, study_id, pair_id, round, kind, position, task_id, question, arm, example_id, real_side, upper_id, lower_id)
      VALUES ('q', 'locked', 'q', 1, 'main', 0, 'real', 'which-is-real', 'SAP', 7, 2, 'u', 'l');
    UPDATE studies SET locked_at = '2026-01-02' WHERE id = 'locked';
    PRAGMA application_id = ${0x45515053};
    PRAGMA user_version = 27;
  `);
  db.prepare('INSERT INTO predictions VALUES (1, 4, 3, ?, ?, ?, ?)').run(...PROBABILITIES);
  db.close();
}

function guards(db: WritableDB): unknown[] {
  return db
    .prepare(
      `SELECT name, sql FROM sqlite_schema WHERE type IN ('index', 'trigger') AND tbl_name IN ('records', 'examples', 'signals')
       ORDER BY name`,
    )
    .all();
}

/** The workspace after the migration, and what was in it before. */
function migrated() {
  const path = join(temporaryFolder(), 'w.sqlite');
  schema27(path);
  const before = new Database(path);
  const told = { records: before.prepare('SELECT * FROM records ORDER BY rowid').all(), guarded: guards(before) };
  before.close();
  const db = openDb(path);
  onTestFinished(() => void db.close());
  return { db, ...told };
}

describe('migration 028', () => {
  it('keeps records, their guards and predictions to the last bit, and gives datasets the classes that they had', () => {
    const { db, records, guarded } = migrated();
    expect(
      db.prepare('SELECT id, dataset_id, name, label, split, sha256, lead FROM records ORDER BY rowid').all(),
    ).toEqual(records);
    expect(guards(db)).toEqual(expect.arrayContaining(guarded));
    expect(() => db.exec('DELETE FROM records WHERE id = 4')).toThrow(/locked study/);
    const stored = db.prepare<[], string>('SELECT probabilities FROM predictions').pluck().get() ?? '';
    expect(JSON.parse(stored)).toEqual(PROBABILITIES);
    expect(listDatasets(db)).toMatchObject([{ classes: CINC_2017_CLASSES, classCounts: [1, 0, 0, 1] }]);
    expect(db.prepare('SELECT label FROM examples').pluck().get()).toBeNull();
  });

  it('lets a label be any position, and keeps the list that it is a position in', () => {
    const { db } = migrated();
    db.exec(`INSERT INTO records (dataset_id, name, label, split, sha256) VALUES ('d', 'R9', 70, 'test', 's')`);
    expect(() => db.exec(`UPDATE datasets SET classes = '[]'`)).toThrow(/never changed/);
    expect(() => db.exec(`UPDATE records SET label = -1 WHERE name = 'R9'`)).toThrow(/CHECK/);
  });
});
