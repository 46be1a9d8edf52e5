import Database from 'better-sqlite3';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { appendAudit, auditHead } from '../../src-main/db/audit/audit.ts';
import { openDb } from '../../src-main/db/open.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

describe('openDb', () => {
  it('makes a durable database with foreign keys on', () => {
    const db = openDb(join(temporaryFolder(), 'w.sqlite'));
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    db.close();
  });

  it('opens a second time without changing anything', () => {
    const path = join(temporaryFolder(), 'w.sqlite');
    const first = openDb(path);
    const head = appendAudit(first, 'now', 'test', {});
    first.close();
    const second = openDb(path);
    expect(auditHead(second)).toEqual(head);
    second.close();
  });

  it('refuses a file of a newer program', () => {
    const path = join(temporaryFolder(), 'w.sqlite');
    const db = openDb(path);
    db.pragma('user_version = 999');
    db.close();
    expect(() => openDb(path)).toThrow(/newer Equipoise \(schema 999/);
  });

  it('refuses an SQLite file of another program', () => {
    const path = join(temporaryFolder(), 'w.sqlite');
    const other = new Database(path);
    other.exec('CREATE TABLE theirs (x)');
    other.close();
    expect(() => openDb(path)).toThrow(/of another program/);
  });

  it('refuses a file that is not a database, and leaves it as it is', () => {
    const path = join(temporaryFolder(), 'w.sqlite');
    writeFileSync(path, 'this is a text, and by no means a database '.repeat(40));
    expect(() => openDb(path)).toThrow(/not a readable workspace/);
  });
});
