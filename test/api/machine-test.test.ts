import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { parse } from 'csv-parse/sync';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import { appendMachineTest } from '../../src-main/db/studies/machine-tests.ts';
import { insertDraftPairs } from '../../src-main/db/studies/draft-pairs.ts';
import { getStudy, insertStudy } from '../../src-main/db/studies/studies.ts';
import { tidyNumbers } from '../../src-shared/format/tidy-number.ts';
import type { MachineRow } from '../../src-shared/study/machine-fields.ts';
import { answer } from '../helpers/answer-trial.ts';
import { openServices } from '../helpers/open-services.ts';
import { addStudy } from '../helpers/study-fixture.ts';
import { readingFixture } from './reading-fixture.ts';

/** A workspace with a locked study of six pairs and a draft of the same pairs, and the real worker. */
async function withStudies() {
  const { services } = await openServices();
  const db = openDb(join(services.workspaceDir, 'workspace.sqlite'));
  onTestFinished(() => void db.close());
  const { studyId, trials } = addStudy(db);
  const draftId = 'draft';
  insertStudy(db, { ...getStudy(db, studyId)!, id: draftId, title: 'Draft', lockedAt: null, commitment: null });
  insertDraftPairs(
    db,
    draftId,
    trials.flatMap(({ exampleId, ...trial }) => (exampleId === null ? [] : [{ ...trial, exampleId }])),
  );
  return { services, studyId, draftId, client: createRouterClient(createRouter(services, 'web')) };
}

const shapeOf = (rows: readonly MachineRow[]): unknown[] =>
  rows.map(({ task, arm, classifier, n }) => [task, arm, classifier, n]);

describe('a program on what readers are sent', () => {
  it('is tried after the lock by itself, and its result is kept and told beside the readers’', async () => {
    const { services, draftId, client } = await withStudies();
    expect(await client.results.machine({ studyId: draftId })).toEqual([]);
    // Locked before the program has even begun.
    const locks = await Promise.all([1, 2].map(() => client.studies.lock({ studyId: draftId })));
    expect(locks).toMatchObject([{ state: 'locked' }, { state: 'locked' }]);
    // Of two that lock at once, one tries it.
    expect(services.jobs.list().filter(({ kind }) => kind === 'machine-test')).toHaveLength(1);
    const job = services.jobs.list().find(({ kind }) => kind === 'machine-test');
    expect(job?.title).toBe('Try a program on "Draft"');
    await services.jobs.finished(job!.id);
    const rows = await client.results.machine({ studyId: draftId });
    expect(shapeOf(rows)).toEqual([
      ['which', 'SAP', 'second-differences', 4],
      ['which', 'SAP', 'cues', 4],
      ['which', 'SAP', 'network', 4],
      ['same', 'SAP', 'second-differences', 2],
      ['same', 'SAP', 'cues', 2],
      ['same', 'SAP', 'network', 2],
    ]);
    for (const { correct, n, proportion, wilson_low, wilson_high, program_version } of rows) {
      expect(proportion).toBe(correct / n);
      expect(wilson_low).toBeLessThan(proportion + 1e-9);
      expect(wilson_high).toBeGreaterThan(wilson_low);
      expect(program_version).toBe('1.2.3');
    }
    const { text } = await services.results.export(draftId, 'machine-csv');
    expect(text.split('\n')[1]).toMatch(/^which,which-is-real,SAP,second-differences,4,/);
    expect(JSON.parse((await services.results.export(draftId, 'json')).text)).toMatchObject(
      JSON.parse(JSON.stringify({ machine: rows }, tidyNumbers)) as object,
    );
    // Once more, since somebody asked: the same pairs, the same draws, the same program.
    const { jobId } = await client.studies.tryMachine({ studyId: draftId });
    const measured = ({ measured_at: _, ...row }: MachineRow) => row;
    const again = (await services.jobs.finished(jobId)) as { rows: MachineRow[] };
    expect(again.rows.map(measured)).toEqual(rows.map(measured));
    // A study that was locked already is not tried again by itself.
    expect((await services.lockStudy(draftId)).machineTest).toBeNull();
  });

  it('can be tried without the network, and names the study that it cannot try', async () => {
    const { services, studyId, draftId } = await withStudies();
    const { rows } = await services.jobs.finished(services.startMachineTest(studyId, { network: false }).id);
    expect(shapeOf(rows)).toEqual([
      ['which', 'SAP', 'second-differences', 4],
      ['which', 'SAP', 'cues', 4],
      ['same', 'SAP', 'second-differences', 2],
      ['same', 'SAP', 'cues', 2],
    ]);
    expect(() => services.startMachineTest('none')).toThrow('There is no study with id none.');
    expect(() => services.startMachineTest(draftId)).toThrow('The study "Draft" is a draft.');
  });
});

describe('the result of the program', () => {
  it('is the newest that this version knows, and stands in the chained audit', async () => {
    const { services, studyId, folder } = await readingFixture();
    const db = openDb(join(folder, 'workspace.sqlite'));
    onTestFinished(() => void db.close());
    const test = (right: number) => ({
      ...{ studyId, programVersion: '1.2.3' },
      arms: [{ task: 'which', arm: 'SAP', classifier: 'cues' as const, pairs: 4, right }],
    });
    appendMachineTest(db, '2026-01-02T00:00:00.000Z', test(1));
    appendMachineTest(db, '2026-01-03T00:00:00.000Z', test(2.5));
    expect(services.results.machine(studyId)).toMatchObject([
      { question: 'which-is-real', n: 4, correct: 2.5, proportion: 0.625, measured_at: '2026-01-03T00:00:00.000Z' },
    ]);
    const exported = async (): Promise<Record<string, string>[]> =>
      parse((await services.results.export(studyId, 'machine-csv')).text, { columns: true });
    // It is never closed, and tells the secret no sooner than the other tables.
    const { protocolSha256, commitment } = getStudy(db, studyId)!;
    const closed = { study: 'Fixture study', study_id: studyId, protocol_hash: protocolSha256, commitment };
    expect(await exported()).toMatchObject([
      { ...closed, correct: '2.5', secret: '', sides_follow: '', opened_at: '' },
    ]);
    let step = await services.sessions.open(studyId, 'Dr A');
    while (step.trial) step = services.sessions.respond(answer(step));
    expect(await exported()).toMatchObject([{ secret: '', opened_at: '' }]);
    const [response] = await services.results.exported(studyId, 'responses');
    const { secret, opened_at } = response!;
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await exported()).toMatchObject([{ ...closed, secret, sides_follow: '1', opened_at }]);
    const plan = db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT at FROM audit WHERE action = 'machine-test' AND details ->> 'studyId' = ? ORDER BY position DESC LIMIT 1`,
      )
      .all(studyId);
    expect(JSON.stringify(plan)).toContain('audit_machine_tests');
  });
});
