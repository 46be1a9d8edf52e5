import Database from 'better-sqlite3';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import initial from '../../src-main/db/migrations/001-initial.ts';
import analyses from '../../src-main/db/migrations/002-analyses.ts';
import starts from '../../src-main/db/migrations/003-starts.ts';
import openLists from '../../src-main/db/migrations/004-open-lists.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { WritableDB } from '../../src-main/db/sqlite/connection.ts';
import { questionOf } from '../../src-shared/questions/index.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A workspace of schema 3 with a row in every table: a locked study that is being read, and a draft. */
function schema3(path: string): void {
  const db = new Database(path);
  for (const migration of [initial, analyses, starts]) migration(db);
  db.exec(`
    INSERT INTO signals VALUES ('s', 300, 1000, 2, x'01000200'), ('t', 300, 1000, 2, x'0b000200');
    INSERT INTO datasets VALUES ('d', 'd', 'x', 'x', '2026-01-01', '[]', '[]');
    INSERT INTO records VALUES (1, 'd', 'R1', 0, 'test', 's');
    INSERT INTO models (rowid, id, name, architecture, origin, sha256, created_at, card, history) VALUES
      (3, 'b', 'bundled', 'compact', 'bundled', 'ab', '2026-01-01', '{"seed":1}', '[]'),
      (9, 'a', 'own', 'compact', 'trained', 'cd', '2026-01-01', '{}', '[{"epoch":1}]');
    INSERT INTO evaluations VALUES (1, 'b', 'ab', 'd', 'test', 'TensorFlow', '2026-01-01', '{}');
    INSERT INTO predictions VALUES (1, 1, 0, 0.7, 0.1, 0.1, 0.1);
    INSERT INTO attack_runs VALUES ('r', 'a', 'cd', 'd', 'test', '{}', 'TensorFlow', '0.1.0', '2026-01-01', '{}');
    INSERT INTO examples (id, run_id, record_id, original_class, adversarial_class, originally_correct, fooled,
        zero_gradient, probabilities_before, probabilities_after, metrics, sha256)
      VALUES (7, 'r', 1, 0, 1, 1, 1, 0, '[]', '[]', '{}', 't');
    INSERT INTO analyses VALUES ('x', 'transfer', 'b', 'ab', 'd', 'test', '{}', 'TensorFlow', '0.1.0', '2026-01-01', 1.5, '{}');
    INSERT INTO studies VALUES ('locked', 'Locked', '{}', 'ef', '2026-01-01', NULL), ('draft', 'Draft', '{}', 'ef', '2026-01-01', NULL);
    INSERT INTO trials (rowid, id, study_id, position, task_id, question, arm, example_id, real_side, upper_id, lower_id) VALUES
      (5, 'q', 'locked', 0, 'real', 'which-is-real', 'SAP', 7, 2, 'u1', 'l1'),
      (8, 'p', 'locked', 1, 'same', 'same-class', 'SAP', 7, 1, 'u2', 'l2'),
      (2, 'z', 'draft', 0, 'real', 'which-is-real', 'SAP', 7, 1, 'u3', 'l3');
    UPDATE studies SET locked_at = '2026-01-02' WHERE id = 'locked';
    INSERT INTO sessions VALUES ('e', 'locked', 'R1', 'r1', 0, '2026-01-02');
    INSERT INTO presentations VALUES (1, 'e', 'q', '2026-01-02');
    INSERT INTO responses VALUES (1, 'e', 0, 'q', '{"answer":"2"}', '', 'h1');
    INSERT INTO audit VALUES (1, '2026-01-02', 'study-lock', '{}');
    PRAGMA application_id = ${0x45515053};
    PRAGMA user_version = 3;
  `);
  db.close();
}

function migrated(): WritableDB {
  const path = join(temporaryFolder(), 'w.sqlite');
  schema3(path);
  const db = new Database(path);
  onTestFinished(() => void db.close());
  db.pragma('foreign_keys = OFF');
  openLists(db);
  db.pragma('foreign_keys = ON');
  return db;
}

/** Every row of every table, with its rowid where it has one. */
function contents(db: WritableDB): Record<string, unknown[]> {
  const tables = db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck();
  return Object.fromEntries(
    tables
      .all()
      .map((name) => [
        name,
        db.prepare(name === 'predictions' ? `SELECT * FROM ${name}` : `SELECT rowid AS "row id", * FROM ${name}`).all(),
      ]),
  );
}

const objects = (db: WritableDB): unknown[] =>
  db.prepare('SELECT type, name, tbl_name FROM sqlite_schema ORDER BY type, name').all();

describe('schema 4', () => {
  it('keeps every row with its rowid, and every table, index and trigger', () => {
    const path = join(temporaryFolder(), 'w.sqlite');
    schema3(path);
    const old = new Database(path);
    const rows = contents(old);
    const schema = objects(old);
    expect(Object.values(rows).every(({ length }) => length > 0)).toBe(true);

    // As openDb does it, but for the migrations that come after: they change other tables.
    old.pragma('foreign_keys = OFF');
    openLists(old);
    onTestFinished(() => void old.close());
    expect(contents(old)).toEqual(rows);
    expect(objects(old)).toEqual(schema);
    expect(old.pragma('foreign_key_check')).toEqual([]);
    expect(old.pragma('integrity_check', { simple: true })).toBe('ok');
  });

  it('takes a question and an origin of a model that schema 3 did not know', () => {
    const db = migrated();
    const insert = db.prepare(
      `INSERT INTO trials (id, study_id, position, task_id, question, arm, example_id, real_side, upper_id, lower_id)
       VALUES ('new', 'draft', 1, 'better', 'which-is-better', 'SAP', 7, 1, 'u', 'l')`,
    );
    expect(insert.run().changes).toBe(1);
    const asked = (id: string) =>
      db.prepare<[string], string>('SELECT question FROM trials WHERE id = ?').pluck().get(id);
    expect(questionOf(asked('z') ?? '').id).toBe('which-is-real');
    expect(() => questionOf(asked('new') ?? '')).toThrow('There is no question "which-is-better"');
    db.exec("INSERT INTO models VALUES ('i', 'i', 'compact', 'imported', 'ab', '2026-01-01', '{}', '[]')");
  });

  it('still guards the trials of a locked study', () => {
    const db = migrated();
    expect(() => db.exec("UPDATE trials SET real_side = 1 WHERE id = 'q'")).toThrow(/never changed/);
    expect(() => db.exec("DELETE FROM trials WHERE id = 'p'")).toThrow(/the study is locked/);
    const trial = "'SAP', 7, 1, 'u', 'l'";
    expect(() => db.exec(`INSERT INTO trials VALUES ('n', 'locked', 2, 'same', 'same-class', ${trial})`)).toThrow(
      /the study is locked/,
    );
  });

  it('still holds references, positions and sides to what they must be', () => {
    const db = migrated();
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    db.exec("DELETE FROM models WHERE id NOT IN ('a', 'b')");
    expect(() => db.exec("DELETE FROM models WHERE id = 'a'")).toThrow(/FOREIGN KEY/);
    expect(() => db.exec("INSERT INTO presentations VALUES (2, 'e', 'nobody', '2026-01-02')")).toThrow(/FOREIGN KEY/);
    const into = (values: string) => () => db.exec(`INSERT INTO trials VALUES (${values})`);
    expect(into("'n', 'draft', 1, 't', 'q', 'a', 99, 1, 'u', 'l'")).toThrow(/FOREIGN KEY/);
    expect(into("'n', 'draft', 0, 't', 'q', 'a', 7, 1, 'u', 'l'")).toThrow(/UNIQUE/);
    expect(into("'n', 'draft', 1, 't', 'q', 'a', 7, 3, 'u', 'l'")).toThrow(/CHECK/);
  });

  it('refuses a workspace whose rows refer to rows that are not there, and leaves it at its schema', () => {
    const path = join(temporaryFolder(), 'w.sqlite');
    schema3(path);
    const old = new Database(path);
    old.pragma('foreign_keys = OFF');
    old.exec("DELETE FROM models WHERE id = 'a'");
    old.close();
    expect(() => openDb(path)).toThrow(/rows refer to others that do not exist: attack_runs 1 → models\)\. Restore/);
    const left = new Database(path);
    onTestFinished(() => void left.close());
    expect(left.pragma('user_version', { simple: true })).toBe(3);
    expect(left.prepare('SELECT question FROM trials WHERE id = ?').pluck().get('p')).toBe('same-class');
  });
});
