import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import { shrinkDatabase } from '../../src-main/db/sqlite/shrink.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

it('gives the disk what a database no longer needs, once it is much', () => {
  const path = join(temporaryFolder(), 'workspace.sqlite');
  const db = openDb(path);
  db.pragma('secure_delete = OFF');
  db.exec('CREATE TABLE large (bytes BLOB)');
  const bytesAfter = (deleted: string): number => {
    db.exec(`DELETE FROM large WHERE ${deleted}`);
    shrinkDatabase(db);
    db.pragma('wal_checkpoint(TRUNCATE)');
    return statSync(path).size;
  };
  for (let i = 0; i < 20; i++) db.exec('INSERT INTO large VALUES (zeroblob(4000000))');
  const full = bytesAfter('rowid = 1');
  expect(full).toBeGreaterThan(80_000_000);
  expect(bytesAfter('rowid > 2')).toBeLessThan(10_000_000);
  expect(db.prepare('SELECT sum(length(bytes)) FROM large').pluck().get()).toBe(4_000_000);
  db.close();
});
