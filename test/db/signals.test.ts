import { CINC_2017_CLASSES } from '../../src-shared/class-list.ts';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { insertDataset } from '../../src-main/db/datasets/datasets.ts';
import { openDb } from '../../src-main/db/open.ts';
import { PIECE_SAMPLES, readSamples } from '../../src-main/db/datasets/samples.ts';
import { deleteAllUnusedSignals } from '../../src-main/db/datasets/signals.ts';
import type { WritableDB } from '../../src-main/db/sqlite/connection.ts';
import { insertRecord } from '../../src-main/db/datasets/records.ts';
import { storeSignals } from '../../src-main/services/workspace/store-signals.ts';
import type { EcgRecord } from '../../src-shared/ecg.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const records = (count: number): EcgRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    name: `R${i}`,
    samples: Int16Array.of(i, i + 1),
    samplingHz: 300,
    unitsPerMv: 1000,
    label: 0,
    split: 'train',
  }));

function withDataset(): WritableDB {
  const db = openDb(join(temporaryFolder(), 'w.sqlite'));
  insertDataset(db, {
    id: 'd',
    name: 'd',
    source: 's',
    labels: 'l',
    createdAt: 'now',
    skipped: [],
    notes: [],
    reading: {},
    classes: CINC_2017_CLASSES,
  });
  return db;
}

const stored = (db: WritableDB): unknown => db.prepare('SELECT count(*) FROM signals').pluck().get();

/** Stores the records' signals, and the records with them. */
function store(
  db: WritableDB,
  some: EcgRecord[],
  record?: () => void,
  signal = new AbortController().signal,
): Promise<void> {
  const hashes: string[] = [];
  const insertAll = (): void =>
    some.forEach(({ name, label, split }, i) => {
      insertRecord(db, 'd', { name, label, split, lead: 'I', sha256: hashes[i] as string });
    });
  return storeSignals(db, some, (_one, sha256) => hashes.push(sha256), signal, record ?? insertAll);
}

describe('signals that are stored ahead of their dataset', () => {
  it('are removed again when the dataset is refused, except those that others name', async () => {
    const db = withDataset();
    await store(db, records(70));
    const refuse = (): never => {
      throw new Error('conflict');
    };
    await expect(store(db, records(200), refuse)).rejects.toThrow('conflict');
    expect(stored(db)).toBe(70);
  });

  it('are stored in transactions of so many bytes, however long one of them is, and read in any part', async () => {
    const db = withDataset();
    const length = 5 * PIECE_SAMPLES + 7;
    const long = { ...records(1)[0]!, samples: Int16Array.from({ length }, (_, t) => (t * 7919) % 30_000) };
    const pieces = (): unknown => db.prepare('SELECT count(*) FROM signal_pieces').pluck().get();
    const seen: unknown[] = [];
    const watching = setInterval(() => seen.push(pieces()));
    let sha256 = '';
    await storeSignals(
      db,
      [long],
      (_one, hash) => (sha256 = hash),
      new AbortController().signal,
      () => undefined,
    );
    clearInterval(watching);
    expect(seen).toContain(3);
    expect(pieces()).toBe(5);
    for (const [from, count] of [
      [0, length],
      [0, 10],
      [PIECE_SAMPLES - 3, 6],
      [PIECE_SAMPLES, PIECE_SAMPLES],
      [2 * PIECE_SAMPLES + 5, 10],
      [length - 2, 100],
    ] as const) {
      expect(readSamples(db, sha256, from, count)).toEqual(long.samples.slice(from, from + count));
    }
    deleteAllUnusedSignals(db);
    expect([stored(db), pieces()]).toEqual([0, 0]);
  });

  it('are removed again when it is stopped half-way', async () => {
    const db = withDataset();
    const stop = new AbortController();
    const some = records(200);
    const counted = function* (): Generator<EcgRecord> {
      for (const [i, one] of some.entries()) {
        if (i === 150) stop.abort();
        yield one;
      }
    };
    const storing = storeSignals(
      db,
      counted(),
      () => undefined,
      stop.signal,
      () => expect.unreachable(),
    );
    await expect(storing).rejects.toMatchObject({ name: 'AbortError' });
    expect(stored(db)).toBe(0);
  });

  it('say what failed first when they cannot be deleted either', async () => {
    const db = withDataset();
    const closing = (): never => {
      db.close();
      throw new Error('the disk is full');
    };
    await expect(store(db, records(3), closing)).rejects.toThrow('the disk is full');
  });
});
