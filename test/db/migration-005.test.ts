import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { migrations } from '../../src-main/db/migrations/index.ts';
import { listModels } from '../../src-main/db/models/models.ts';
import { openDb } from '../../src-main/db/open.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A workspace of schema 4 with models whose cards are these, by id. */
function schema4(cards: Record<string, string>): string {
  const path = join(temporaryFolder(), 'w.sqlite');
  const db = new Database(path);
  for (const migration of migrations.slice(0, 4)) migration(db);
  const insert = db.prepare("INSERT INTO models VALUES (?, ?, 'han2020', ?, 'ab', '2026-01-01', ?, '[]')");
  for (const [id, card] of Object.entries(cards)) insert.run(id, id, id === 'bundled' ? 'bundled' : 'trained', card);
  db.pragma(`application_id = ${0x45515053}`);
  db.pragma('user_version = 4');
  db.close();
  return path;
}

it('schema 5 knows a model of another program by its card, and leaves the others', () => {
  const cards = {
    own: '{"architecture":"han2020","seconds":7}',
    other: '{"importedFrom":"han2020.npz","checkedOn":null}',
    bundled: '{"importedFrom":"han2020.npz"}',
    empty: '{}',
  };
  const db = openDb(schema4(cards));
  onTestFinished(() => void db.close());
  const models = listModels(db);
  expect(Object.fromEntries(models.map(({ id, origin }) => [id, origin]))).toEqual({
    own: 'trained',
    other: 'imported',
    bundled: 'bundled',
    empty: 'trained',
  });
  const stored = db.prepare<[], { id: string; card: string }>('SELECT id, card FROM models').all();
  expect(Object.fromEntries(stored.map(({ id, card }) => [id, card]))).toEqual(cards);
});

it('a workspace with a card that is damaged is opened, and the card is named when it is read', () => {
  const db = openDb(schema4({ cut: '{"importedFrom":' }));
  onTestFinished(() => void db.close());
  expect(() => listModels(db)).toThrow(/Row cut of models cannot be read: its column card is damaged/);
});

it('an origin that this version does not know is named', () => {
  const db = openDb(schema4({ own: '{}' }));
  onTestFinished(() => void db.close());
  db.exec("UPDATE models SET origin = 'bought'");
  expect(() => listModels(db)).toThrow(/The model "own" is of an origin that this version does not know: "bought"/);
});
