import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { findAnalysis, getAnalysis, insertAnswer } from '../../src-main/db/analyses/analyses.ts';
import { getAttackRun } from '../../src-main/db/attacks/attack-runs.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { ReadableDB, WritableDB } from '../../src-main/db/sqlite/connection.ts';
import { jsonColumn } from '../../src-main/db/sqlite/json-column.ts';
import { getProtocolAsStored, getStudy } from '../../src-main/db/studies/studies.ts';
import { analysisRequestSchema } from '../../src-shared/analyses/index.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const optionsSchema = z.strictObject({
  steps: z.int(),
  seed: z.int().default(1),
  goal: z.strictObject({ to: z.int() }),
});
const column = jsonColumn(optionsSchema, { table: 'runs', column: 'options' });

describe('a JSON column', () => {
  it('reads what it wrote', () => {
    const value = { steps: 3, seed: 2, goal: { to: 1 } };
    expect(column.write(value)).toBe('{"steps":3,"seed":2,"goal":{"to":1}}');
    expect(column.read(column.write(value), 'r1')).toEqual(value);
  });

  it('fills in what an older version did not store, and leaves out what another one knew', () => {
    const text = '{"steps":3,"retired":true,"goal":{"to":1,"since":4}}';
    expect(column.read(text, 'r1')).toEqual({ steps: 3, seed: 1, goal: { to: 1 } });
  });

  it.each([
    ['a value of another type', '{"steps":"3","goal":{"to":1},"retired":1}', /steps: .*expected number/],
    ['a missing value', '{"steps":3}', /goal: /],
    ['half a text', '{"steps":3', /JSON/],
  ])('says of %s where it lies and what to do', (_name, text, problem) => {
    expect(() => column.read(text, 'r1')).toThrow(
      expect.objectContaining({
        code: 'damaged',
        message: expect.stringMatching(
          /^Row r1 of runs cannot be read: its column options .*restore the workspace/i,
        ) as string,
        details: expect.objectContaining({ table: 'runs', row: 'r1', column: 'options' }) as object,
      }),
    );
    expect(() => column.read(text, 'r1')).toThrow(problem);
    expect(column.readIfKnown(text)).toBeUndefined();
  });
});

describe('a row of another version', () => {
  it('of attack_runs has the options of today', () => {
    const db = withModel();
    const summary = { records: 1, originallyCorrect: 1, attackable: 1, fooled: 1, asr: 1, asrInterval: [0.2, 1] };
    const rest = { accuracyUnderAttack: 0, zeroGradient: 0, secondsPerRecord: 1 };
    db.prepare(`INSERT INTO attack_runs VALUES ('r1', 'm1', 'x', 'd1', 'test', ?, 'e', 'v', 'now', ?)`).run(
      JSON.stringify({ method: 'pgd', epsilonUnits: 7, retired: 'an option of before' }),
      JSON.stringify({ ...summary, ...rest, retired: 1 }),
    );
    const run = getAttackRun(db, 'r1');
    expect(run?.options).toEqual(attackOptionsSchema.parse({ method: 'pgd', epsilonUnits: 7 }));
    expect(run?.summary).toEqual({ ...summary, ...rest });
  });

  it('of analyses answers a request of today, and one that cannot be shown says so', () => {
    const db = withModel();
    const asked = { kind: 'transfer', modelId: 'm1', datasetId: 'd1', surrogateModelId: 's' } as const;
    const request = analysisRequestSchema.parse({ ...asked, attack: { method: 'pgd' } });
    insertAnswer(db, {
      ...{ id: 'a1', modelId: 'm1', modelSha256: 'x', datasetId: 'd1', split: 'test', result: { records: 1 } },
      ...{ engine: 'e', programVersion: 'v', createdAt: 'now', seconds: 1 },
      // Written down with its keys in another order, and without what has a default.
      request: { attack: { method: 'pgd' }, ...asked },
    });
    expect(findAnalysis(db, request, 'x')).toBe('a1');
    const other = analysisRequestSchema.parse({ ...asked, split: 'train', attack: { method: 'pgd' } });
    expect(findAnalysis(db, other, 'x')).toBeUndefined();
    expect(() => getAnalysis(db, 'a1')).toThrow(
      /^Row a1 of analyses cannot be read: its column result .*targetCorrect.*Repeat the analysis\.$/,
    );
  });

  it('of studies keeps its protocol as it was stored, beside the one that is worked with', () => {
    const db = withModel();
    const stored = {
      title: 'T',
      seed: 1,
      schemaVersion: 1,
      retired: { of: 'before' },
      tasks: [{ id: 't', question: 'same-class', arms: [{ name: 'a', attack: { method: 'fgsm' }, pairs: 2 }] }],
    };
    db.prepare(
      `INSERT INTO studies (id, title, protocol, protocol_sha256, created_at) VALUES ('s1', 'T', ?, 'sha', 'now')`,
    ).run(JSON.stringify(stored));
    expect(getStudy(db, 's1')?.protocol).toMatchObject({ stimuli: { split: 'test' }, options: { gainMmPerMv: 10 } });
    expect(JSON.stringify(getProtocolAsStored(db, 's1'))).toBe(JSON.stringify(stored));
  });
});

it('a ReadableDB has nothing to write with', () => {
  const db: ReadableDB = withModel();
  expect(db.prepare('SELECT count(*) FROM models').pluck().get()).toBe(1);
  // @ts-expect-error -- a reader cannot run a statement,
  void (() => db.prepare('DELETE FROM models').run());
  // @ts-expect-error -- nor pass for a writer.
  const writer: WritableDB = db;
  expect(writer).toBe(db);
});

function withModel(): WritableDB {
  const db = openDb(join(temporaryFolder(), 'w.sqlite'));
  db.exec(`
    INSERT INTO datasets (id, name, source, labels, created_at, skipped, notes) VALUES ('d1', 'cinc', 's', 'l', 'now', '[]', '[]');
    INSERT INTO models VALUES ('m1', 'compact', 'compact', 'bundled', 'x', 'now', '{}', '[]');
  `);
  return db;
}
