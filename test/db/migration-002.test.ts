import Database from 'better-sqlite3';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { getAttackRun } from '../../src-main/db/attacks/attack-runs.ts';
import { pageExamples } from '../../src-main/db/attacks/example-pages.ts';
import { getExample } from '../../src-main/db/attacks/examples.ts';
import initial from '../../src-main/db/migrations/001-initial.ts';
import { openDb } from '../../src-main/db/open.ts';
import { attackFindings } from '../../src-main/services/attacks/attack-findings.ts';
import { attackSummarySchema, perturbationMetricsSchema } from '../../src-shared/contract/attacks.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A workspace of the first released version, with one run of one example in it. */
function firstRelease(path: string): void {
  const db = new Database(path);
  initial(db);
  db.exec(`
    INSERT INTO signals VALUES ('s', 300, 1000, 2, x'01000200'), ('t', 300, 1000, 2, x'0b000200');
    INSERT INTO datasets VALUES ('d', 'd', 'x', 'x', '2026-01-01', '[]', '[]');
    INSERT INTO records VALUES (1, 'd', 'R1', 0, 'test', 's');
    INSERT INTO models VALUES ('m', 'm', 'compact', 'trained', 'ab', '2026-01-01', '{}', '[]');
    INSERT INTO attack_runs VALUES ('r', 'm', 'ab', 'd', 'test',
      '{"method":"sap","epsilonUnits":10,"alphaUnits":1,"pgdSteps":20,"sapSteps":40,"kernels":"cross25","padding":"masked","target":null}',
      'TensorFlow', '0.1.0', '2026-01-01',
      '{"records":1,"originallyCorrect":1,"attackable":1,"fooled":1,"asr":1,"asrInterval":[0.2,1],"accuracyUnderAttack":0,"zeroGradient":0,"secondsPerRecord":0.3}');
    INSERT INTO examples VALUES (7, 'r', 1, 0, 1, 1, 1, 0, '[1,0,0,0]', '[0,1,0,0]',
      '{"linfUv":10,"rmsUv":7.1,"snrDb":26,"prdnPercent":5,"totalVariationUv":9,"varianceOfDifferencesUv2":1,"energyAbove15Hz":0.1,"energyAbove40Hz":0,"paperMm":0.1}',
      't');
    PRAGMA application_id = ${0x45515053};
    PRAGMA user_version = 1;
  `);
  db.close();
}

it('runs and examples of the first release are read, with what was not measured then left open', () => {
  const path = join(temporaryFolder(), 'w.sqlite');
  firstRelease(path);
  const db = openDb(path);
  onTestFinished(() => void db.close());

  const example = getExample(db, 7);
  expect(example).toMatchObject({
    record: 'R1',
    fooled: true,
    noiseFooled: null,
    queries: null,
    starts: null,
    keptStart: null,
  });
  expect([...(example?.samples ?? [])]).toEqual([11, 2]);
  const metrics = perturbationMetricsSchema.parse(example?.metrics);
  expect(metrics.linfUv).toBe(10);
  expect(metrics.beats).toBeUndefined();
  const { total, rows } = pageExamples(
    db,
    { runId: 'r' },
    { sort: 'record', descending: false },
    { offset: 0, limit: 5 },
  );
  expect(total).toBe(1);
  expect(rows[0]).toMatchObject({ id: 7, noiseFooled: null, queries: null, starts: null, keptStart: null });

  const run = getAttackRun(db, 'r');
  expect(run?.options).toMatchObject({ method: 'sap', epsilonUnits: 10, randomStart: false, loss: 'cross-entropy' });
  expect(attackSummarySchema.parse(run?.summary).noiseControl).toBeUndefined();
  expect(run && attackFindings(db, run).map(({ code }) => code)).toEqual(['few-records']);
});
