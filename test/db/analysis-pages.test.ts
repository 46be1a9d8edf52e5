import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { insertAnswer } from '../../src-main/db/analyses/analyses.ts';
import { analysisChoices, pageAnalyses } from '../../src-main/db/analyses/analysis-pages.ts';
import { insertAttackRun } from '../../src-main/db/attacks/attack-runs.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { WritableDB } from '../../src-main/db/sqlite/connection.ts';
import { analysisRequestSchema } from '../../src-shared/analyses/index.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import type { AttackSummary } from '../../src-shared/contract/attacks.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const FIRST_PAGE = { offset: 0, limit: 50 };
const NEWEST = { sort: 'created', descending: true } as const;
const subject = { datasetId: 'd1', split: 'test' };
let db: WritableDB;
let made = 0;

function answer(id: string, modelId: string, request: { kind: string }): void {
  made += 1;
  insertAnswer(db, {
    ...{ id, modelId, modelSha256: 'x', datasetId: 'd1', split: 'test', request, engine: 'e', programVersion: 'v' },
    ...{ createdAt: `2026-11-22T10:00:${String(made).padStart(6, '0')}Z`, seconds: 100 - made, result: { large: 1 } },
  });
}

/** A curve with PGD, an existence analysis of a SAP run, and two answers that are no analyses. */
beforeEach(() => {
  made = 0;
  db = openDb(join(temporaryFolder(), 'w.sqlite'));
  db.exec(`
    INSERT INTO datasets (id, name, source, labels, created_at, skipped, notes) VALUES ('d1', 'cinc', 's', 'l', 'now', '[]', '[]');
    INSERT INTO models VALUES ('m1', 'compact', 'compact', 'bundled', 'x', 'now', '{}', '[]'),
      ('m2', 'Tiny', 'tiny', 'trained', 'y', 'now', '{}', '[]');
  `);
  insertAttackRun(db, {
    ...{ id: 'r1', modelId: 'm1', modelSha256: 'x', datasetId: 'd1', split: 'test', engine: 'e', programVersion: 'v' },
    ...{ options: attackOptionsSchema.parse({ method: 'sap', target: 0 }), createdAt: 'now' },
    summary: {} as AttackSummary,
  });
  const attack = attackOptionsSchema.parse({ method: 'pgd' });
  answer('curve', 'm2', analysisRequestSchema.parse({ kind: 'epsilon-curve', modelId: 'm2', ...subject, attack }));
  answer('rare', 'm1', analysisRequestSchema.parse({ kind: 'existence', runId: 'r1' }));
  answer('compared', 'm1', { kind: 'model-comparison' });
  answer('verified', 'm1', { kind: 'verification' });
});

const ids = (...[filter, order]: [Parameters<typeof pageAnalyses>[1], Parameters<typeof pageAnalyses>[2]]): string[] =>
  pageAnalyses(db, filter, order, FIRST_PAGE).rows.map(({ id }) => id);

describe('a page of analyses', () => {
  it('has no comparison and no verification, and names the attack, that of the run where it starts from one', () => {
    const { total, rows } = pageAnalyses(db, {}, NEWEST, FIRST_PAGE);
    expect(total).toBe(2);
    expect(rows).toMatchObject([
      { id: 'rare', model: 'compact', dataset: 'cinc', attack: { method: 'sap', target: 0 } },
      { id: 'curve', model: 'Tiny', request: { kind: 'epsilon-curve' }, attack: { method: 'pgd', target: null } },
    ]);
  });

  it('is ordered and narrowed', () => {
    expect(ids({}, { sort: 'seconds', descending: true })).toEqual(['curve', 'rare']);
    expect(ids({}, { sort: 'attack', descending: false })).toEqual(['curve', 'rare']);
    expect(ids({}, { sort: 'model', descending: true })).toEqual(['curve', 'rare']);
    expect(ids({ method: 'sap' }, NEWEST)).toEqual(['rare']);
    expect(ids({ kind: 'epsilon-curve', model: 'Tiny', dataset: 'cinc', split: 'test' }, NEWEST)).toEqual(['curve']);
    expect(ids({ kind: 'epsilon-curve', method: 'sap' }, NEWEST)).toEqual([]);
    expect(analysisChoices(db)).toEqual({
      kind: ['epsilon-curve', 'existence'],
      method: ['pgd', 'sap'],
      model: ['Tiny', 'compact'],
      dataset: ['cinc'],
      split: ['test'],
    });
  });

  it('is the part of ten thousand that it says', () => {
    const request = analysisRequestSchema.parse({ kind: 'existence', runId: 'r1' });
    db.transaction(() => {
      for (let i = made; i < 10_002; i += 1) answer(`a${i}`, 'm1', request);
    })();
    const { total, rows } = pageAnalyses(db, { method: 'sap' }, NEWEST, { offset: 9_990, limit: 50 });
    expect(total).toBe(9_999);
    expect(rows.map(({ id }) => id)).toEqual([...[11, 10, 9, 8, 7, 6, 5, 4].map((i) => `a${i}`), 'rare']);
  });
});
