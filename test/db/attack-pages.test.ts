import { CINC_2017_CLASSES } from '../../src-shared/class-list.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attackRunChoices, pageAttackRuns } from '../../src-main/db/attacks/attack-run-pages.ts';
import { insertAttackRun } from '../../src-main/db/attacks/attack-runs.ts';
import { exampleNeighbours, pageExamples } from '../../src-main/db/attacks/example-pages.ts';
import { pageRecords, recordNeighbours } from '../../src-main/db/datasets/records.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { WritableDB } from '../../src-main/db/sqlite/connection.ts';
import { attackOptionsSchema, type AttackOptionsInput } from '../../src-shared/attacks/index.ts';

const MANY = 10_000;
const FIRST_PAGE = { offset: 0, limit: 50 };
let db: WritableDB;
let folder: string;

/** Two datasets and models, three runs that say something, and one of them with ten thousand examples. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'equipoise-test-'));
  db = openDb(join(folder, 'w.sqlite'));
  db.exec(`
    INSERT INTO datasets (id, name, source, labels, created_at, skipped, notes) VALUES ('d1', 'cinc', 's', 'l', 'now', '[]', '[]'), ('d2', 'Demo', 's', 'l', 'now', '[]', '[]');
    INSERT INTO models VALUES ('m1', 'compact', 'compact', 'bundled', 'x', 'now', '{}', '[]'),
      ('m2', 'tiny', 'tiny', 'trained', 'y', 'now', '{}', '[]');
    INSERT INTO signals VALUES ('s', 300, 1000, 1, x'0000');
  `);
  run('r1', { method: 'sap' }, { asr: 0.5, model: 'm1' });
  run('r2', { method: 'pgd', epsilonUnits: 20, target: 0 }, { asr: 0.9, model: 'm2', dataset: 'd2' });
  run('r3', { method: 'pgd', target: 'han2020' }, { asr: null, model: 'm1' });
  const record = db.prepare(
    `INSERT INTO records (id, dataset_id, name, label, split, sha256) VALUES (?, 'd1', ?, ?, 'test', 's')`,
  );
  const example = db.prepare(
    `INSERT INTO examples (run_id, record_id, original_class, adversarial_class, originally_correct, fooled,
       zero_gradient, probabilities_before, probabilities_after, metrics, sha256)
     VALUES ('r1', ?, 0, ?, 1, ?, 0, '[]', '[]', ?, 's')`,
  );
  db.transaction(() => {
    for (let i = 1; i <= MANY; i++) {
      record.run(i, `A${String(i).padStart(5, '0')}`, i % 4);
      const fooled = i % 3 === 0 ? 1 : 0;
      example.run(i, fooled, fooled, JSON.stringify({ linfUv: i % 11, rmsUv: (i * 7919) % MANY }));
    }
  })();
});

afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function run(
  id: string,
  options: AttackOptionsInput,
  { asr, model, dataset = 'd1' }: { asr: number | null; model: string; dataset?: string },
): void {
  insertAttackRun(db, {
    id,
    modelId: model,
    modelSha256: 'x',
    datasetId: dataset,
    split: 'test',
    options: attackOptionsSchema.parse(options),
    engine: 'e',
    programVersion: 'v',
    createdAt: `2026-11-22T10:00:0${id.slice(1)}.000Z`,
    summary: {
      ...{ records: 10, originallyCorrect: 9, attackable: 9, fooled: 5, accuracyUnderAttack: 0.4, zeroGradient: 0 },
      ...{ asr, asrInterval: asr === null ? null : [asr - 0.1, asr + 0.1], secondsPerRecord: 1 },
    },
  });
}

const ids = (filter: Parameters<typeof pageAttackRuns>[1], sort: Parameters<typeof pageAttackRuns>[2]): string[] =>
  pageAttackRuns(db, filter, sort, FIRST_PAGE).rows.map(({ id }) => id);

describe('a page of runs', () => {
  it('is ordered by any column, what has no value last either way', () => {
    expect(ids({}, { sort: 'created', descending: true })).toEqual(['r3', 'r2', 'r1']);
    expect(ids({}, { sort: 'success', descending: true })).toEqual(['r2', 'r1', 'r3']);
    expect(ids({}, { sort: 'success', descending: false })).toEqual(['r1', 'r2', 'r3']);
    expect(ids({}, { sort: 'epsilon', descending: true })[0]).toBe('r2');
    expect(ids({}, { sort: 'dataset', descending: true })[0]).toBe('r2');
  });

  it('holds what passes every part of the filter, and counts it', () => {
    const order = { sort: 'created', descending: true } as const;
    expect(ids({ method: 'pgd' }, order)).toEqual(['r3', 'r2']);
    expect(ids({ goal: 'untargeted' }, order)).toEqual(['r1']);
    expect(ids({ goal: 'han2020' }, order)).toEqual(['r3']);
    expect(ids({ goal: 0 }, order)).toEqual(['r2']);
    expect(ids({ method: 'pgd', model: 'compact', epsilonUnits: 10, dataset: 'cinc', split: 'test' }, order)).toEqual([
      'r3',
    ]);
    expect(pageAttackRuns(db, { method: 'pgd' }, order, { offset: 1, limit: 1 })).toMatchObject({
      total: 2,
      rows: [{ id: 'r2', model: 'tiny', dataset: 'Demo' }],
    });
  });

  it('can be narrowed to what occurs', () => {
    expect(attackRunChoices(db)).toEqual({
      method: ['pgd', 'sap'],
      model: ['compact', 'tiny'],
      dataset: ['Demo', 'cinc'],
      split: ['test'],
      epsilonUnits: [10, 20],
      goal: [0, 'han2020', 'untargeted'],
      classLists: [CINC_2017_CLASSES],
    });
  });
});

describe('a page of ten thousand examples', () => {
  it('is the part of the whole order that it says, equal ones by their names', () => {
    const order = { sort: 'linf', descending: true } as const;
    const whole = pageExamples(db, { runId: 'r1' }, order, { offset: 0, limit: MANY }).rows;
    expect(whole).toHaveLength(MANY);
    const expected = [...whole].sort((a, b) => b.linfUv - a.linfUv || (a.record < b.record ? -1 : 1));
    expect(whole.map(({ record }) => record)).toEqual(expected.map(({ record }) => record));
    const page = pageExamples(db, { runId: 'r1' }, order, { offset: 5000, limit: 50 });
    expect(page).toEqual({ total: MANY, rows: whole.slice(5000, 5050) });
  });

  it('has neighbours in the same order, none at its ends, and none for what it leaves out', () => {
    const order = { sort: 'linf', descending: true } as const;
    const fooled = { runId: 'r1', fooled: true };
    const ids = pageExamples(db, fooled, order, { offset: 0, limit: MANY }).rows.map(({ id }) => id);
    const at = (position: number) => exampleNeighbours(db, fooled, order, ids.at(position)!);
    const total = ids.length;
    expect(at(100)).toEqual({ position: 100, total, previous: ids[99], next: ids[101] });
    expect(at(0)).toEqual({ position: 0, total, previous: null, next: ids[1] });
    expect(at(-1)).toEqual({ position: total - 1, total, previous: ids.at(-2), next: null });
    expect(exampleNeighbours(db, { runId: 'r1', fooled: false }, order, ids[0]!)).toBeNull();
  });

  it('has neighbours among the records too', () => {
    const rows = pageRecords(db, { datasetId: 'd1', label: 2 }, 0, 3);
    const [first, second, third] = rows.map(({ id }) => id);
    const place = recordNeighbours(db, { datasetId: 'd1', label: 2 }, second!);
    expect(place).toEqual({ position: 1, total: MANY / 4, previous: first, next: third });
  });

  it('is narrowed by outcome, label and name together', () => {
    const order = { sort: 'record', descending: false } as const;
    const { total, rows } = pageExamples(db, { runId: 'r1', fooled: true, label: 2, nameContains: 'a0' }, order, {
      offset: 0,
      limit: 1000,
    });
    expect(total).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(800);
    expect(rows.every((row) => row.fooled && row.label === 2 && row.record.startsWith('A0'))).toBe(true);
  });
});
