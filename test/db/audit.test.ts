import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { appendAudit, auditHash, auditHead, listAudit } from '../../src-main/db/audit/audit.ts';
import { openDb } from '../../src-main/db/open.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

function openFresh() {
  const path = join(temporaryFolder(), 'w.sqlite');
  const db = openDb(path);
  onTestFinished(() => void db.close());
  return { db, path };
}

it('each entry carries the hash of the one before, from the beginning of the workspace', () => {
  const { db } = openFresh();
  const heads = ['first', 'second'].map((action) => appendAudit(db, 'now', action, { b: 1, a: [2, { d: 3, c: 4 }] }));
  const entries = [...listAudit(db)];
  expect(entries.map(({ action }) => action)).toEqual(['chain-begin', 'first', 'second']);
  expect(entries[2]?.details).toBe('{"a":[2,{"c":4,"d":3}],"b":1}');
  expect(entries.slice(1).map(({ previousHash }) => previousHash)).toEqual(
    entries.slice(0, -1).map(({ hash }) => hash),
  );
  expect(entries.map(({ hash: _, ...content }) => auditHash(content))).toEqual(entries.map(({ hash }) => hash));
  expect(heads).toEqual([2, 3].map((count) => ({ count, hash: entries[count - 1]?.hash })));
  expect(auditHead(db)).toEqual(heads[1]);
});

it('two connections that take turns appending write one chain', () => {
  const { db, path } = openFresh();
  const other = openDb(path);
  onTestFinished(() => void other.close());
  for (const one of [db, other, other, db]) appendAudit(one, 'now', 'test', {});
  expect([...listAudit(db)].map(({ position }) => position)).toEqual([1, 2, 3, 4, 5]);
});

it('an entry can be neither changed nor removed nor put anywhere but at the end', () => {
  const { db } = openFresh();
  appendAudit(db, 'now', 'test', {});
  expect(() => db.exec("UPDATE audit SET at = 'then'")).toThrow(/append-only/);
  expect(() => db.exec('DELETE FROM audit')).toThrow(/append-only/);
  expect(() => db.exec("INSERT INTO audit VALUES (9, '', '', '', '', '')")).toThrow(/continues its chain/);
  expect(() => db.exec("INSERT INTO audit VALUES (3, '', '', '', 'other', '')")).toThrow(/continues its chain/);
});

it('is undone together with what it tells about', () => {
  const { db } = openFresh();
  const before = auditHead(db);
  const failing = db.transaction(() => {
    appendAudit(db, 'now', 'test', {});
    throw new Error('the disk is full');
  });
  expect(failing).toThrow(/full/);
  expect(auditHead(db)).toEqual(before);
});
