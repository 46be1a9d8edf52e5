import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { PIECE_SAMPLES, readSamples } from '../../src-main/db/datasets/samples.ts';
import { migrations } from '../../src-main/db/migrations/index.ts';
import { openDb } from '../../src-main/db/open.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

it('keeps the signals of hours in pieces, which together are what they were, and short ones as they are', () => {
  const path = join(temporaryFolder(), 'w.sqlite');
  const old = new Database(path);
  for (const migration of migrations.slice(0, 22)) migration(old);
  const lengths = [2, PIECE_SAMPLES, PIECE_SAMPLES + 1, 2 * PIECE_SAMPLES, 2 * PIECE_SAMPLES + 7];
  const signals = lengths.map((length, i) => Int16Array.from({ length }, (_, t) => (t * 7919 + i) % 30_000));
  for (const [i, samples] of signals.entries()) {
    const insert = old.prepare('INSERT INTO signals VALUES (?, 300, 1000, ?, ?)');
    insert.run(`s${i}`, samples.length, Buffer.from(samples.buffer));
  }
  old.pragma('application_id = 1162956883');
  old.pragma('user_version = 22');
  old.close();
  const db = openDb(path);
  onTestFinished(() => void db.close());
  for (const [i, samples] of signals.entries()) {
    const pieces = db.prepare('SELECT count(*) FROM signal_pieces WHERE sha256 = ?').pluck().get(`s${i}`);
    expect(pieces).toBe(Math.ceil(samples.length / PIECE_SAMPLES) - 1);
    expect(Buffer.from(readSamples(db, `s${i}`).buffer).equals(Buffer.from(samples.buffer))).toBe(true);
  }
  expect(db.prepare('SELECT max(length(samples)) FROM signals').pluck().get()).toBe(2 * PIECE_SAMPLES);
  expect(() => db.exec("UPDATE signals SET samples = x'' ")).toThrow(/never changed/);
});
