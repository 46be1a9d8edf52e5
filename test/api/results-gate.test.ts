import { createRouterClient } from '@orpc/server';
import { parse } from 'csv-parse/sync';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { account } from '../../src-main/db/audit/acts.ts';
import { listAudit } from '../../src-main/db/audit/audit.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { contract } from '../../src-shared/contract/index.ts';
import { RESULT_TABLE_IDS } from '../../src-shared/study/result-tables.ts';
import { answer } from '../helpers/answer-trial.ts';
import { startCommand } from '../helpers/command-line.ts';
import { readingFixture } from './reading-fixture.ts';

/** All but what a program can tell, from which no side follows. */
const GATED = RESULT_TABLE_IDS.filter((table) => table !== 'machine');

/** Reads so many pairs of the study. */
async function read(services: Services, studyId: string, reader: string, pairs: number): Promise<void> {
  let step = await services.sessions.open(studyId, reader);
  for (let i = 0; i < pairs; i++) step = services.sessions.respond(answer(step));
}

/** What the audit says of openings. */
function openingsIn(folder: string): unknown[] {
  const db = openDb(join(folder, 'workspace.sqlite'));
  const entries = [...listAudit(db)].filter(({ action }) => action === 'results-open');
  db.close();
  return entries.map(({ details }) => JSON.parse(details) as unknown);
}

const rowsOf = (csv: string, delimiter = ','): Record<string, string>[] =>
  parse(csv, { columns: true, bom: true, delimiter });
const secretOf = async (services: Services, studyId: string) => (await services.results.evidence(studyId)).sides.secret;

describe('results of a study that a reader has not finished', () => {
  it('are refused by every procedure that tells of answers or pairs, with who is outstanding and the cure', async () => {
    const { folder, services, client, studyId } = await readingFixture();
    await read(services, studyId, 'Dr A', 6);
    await read(services, studyId, 'Dr B', 4);
    const { gate, open, evidence } = client.results;
    const telling = [
      ...GATED,
      'figures',
      'figurePdf',
      'export',
      'pack',
      'sqlite',
      'replay',
      'replayTracings',
      'replayPage',
    ] as const;
    // A new procedure belongs to those that are refused, or here.
    expect(Object.keys(contract.results).sort()).toEqual([...telling, 'gate', 'open', 'evidence', 'machine'].sort());
    for (const name of telling) {
      await expect(
        client.results[name]({ studyId, what: 'json', id: 'forest', sessionId: 'any', trialId: 'any' }),
        name,
      ).rejects.toMatchObject({
        data: {
          code: 'refused',
          message: expect.stringMatching(/Dr B \(4 of 6 pairs\).*--early "<reason>"/) as string,
        },
      });
    }
    expect(await gate({ studyId })).toEqual({
      ...{ isOpen: false, needsPassphrase: false, early: null },
      outstanding: [{ reader: 'Dr B', answered: 4, total: 6 }],
    });
    const { sides } = await evidence({ studyId });
    expect(sides).toMatchObject({ secret: null, follow: null });
    expect(sides.statement).toContain('It is revealed when the results are opened.');
    expect(openingsIn(folder)).toEqual([]);
    await expect(open({ studyId, reason: '  ' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect((await gate({ studyId })).isOpen).toBe(false);
  });

  it('are opened early with a reason, which is in the audit and in every export from then on', async () => {
    const { folder, services, client, studyId } = await readingFixture();
    await read(services, studyId, 'Dr A', 6);
    await read(services, studyId, 'Dr B', 4);
    await services.sessions.open(studyId, 'Dr C');
    const { early } = await client.results.open({ studyId, reason: ' The ward; =1+1 closes ' });
    expect(early).toMatchObject({
      reason: 'The ward; =1+1 closes',
      by: expect.stringMatching(/^.+ \(window\)$/) as string,
    });
    const outstanding = [
      { reader: 'Dr B', answered: 4, total: 6 },
      { reader: 'Dr C', answered: 0, total: 6 },
    ];
    const { by } = early!;
    expect(openingsIn(folder)).toEqual([
      { studyId, account: account(), early: { by, reason: 'The ward; =1+1 closes', outstanding } },
    ]);
    // Everybody finishes: it stays known, and what was answered after it is marked.
    await read(services, studyId, 'Dr B', 2);
    await read(services, studyId, 'Dr C', 6);
    for (const table of GATED) {
      const rows = rowsOf((await services.results.export(studyId, `${table}-csv`)).text);
      // Each task of this study has one arm: there is nothing to compare it with, and one budget makes no curve.
      expect(rows.length > 0, table).toBe(!['arms', 'thresholds'].includes(table));
      for (const row of rows)
        expect(row, table).toMatchObject({
          ...{ opened_early: '1', opened_early_by: by, opened_early_at: early!.at, opened_at: early!.at },
          opened_early_reason: "The ward;' =1+1 closes",
        });
    }
    const document = JSON.parse((await services.results.export(studyId, 'json')).text) as { opening: object };
    expect(document.opening).toEqual({
      at: early!.at,
      early: { at: early!.at, ...{ by, outstanding }, reason: early!.reason },
    });
    const after = (await services.results.responses(studyId)).map(
      ({ reader, after_opening }) => `${reader} ${after_opening}`,
    );
    expect(after).toEqual([
      ...new Array<string>(6).fill('Dr A 0'),
      ...new Array<string>(4).fill('Dr B 0'),
      ...new Array<string>(2).fill('Dr B 1'),
      ...new Array<string>(6).fill('Dr C 1'),
    ]);
    // It was open: nothing more is recorded.
    await client.results.open({ studyId, reason: 'Again' });
    expect(openingsIn(folder)).toHaveLength(1);
  });

  it('are refused and opened in the same way by the command line', async () => {
    const { folder, services, studyId } = await readingFixture();
    await read(services, studyId, 'Dr B', 4);
    await services.close();
    const run = (...args: string[]) => startCommand(folder, ['results', studyId, ...args]).ended;
    const figures = join(folder, 'paper', 'figures');
    const refused = await run('--figures', figures);
    expect(existsSync(figures)).toBe(false);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('Dr B (4 of 6 pairs)');
    expect(openingsIn(folder)).toEqual([]);
    const opened = await run('--early', 'Interim look', '--table', 'sessions', '--bom', '--decimal-comma');
    expect(opened.code).toBe(0);
    expect(opened.stderr).toMatch(/opened early at 20\S+ by .+ \(command line\): Interim look/);
    expect(opened.stderr).toContain('Sides and order follow from the secret committed to at 2026-01-01');
    expect(opened.stdout.startsWith('\uFEFFreader;')).toBe(true);
    expect(rowsOf(opened.stdout, ';')).toMatchObject([
      { reader: 'Dr B', answered: '4', finished_at: '', opened_early_reason: 'Interim look', sides_follow: '1' },
    ]);
    expect((await run('--figures', figures)).stdout).toContain(join(figures, 'forest.svg'));
    expect(rowsOf(readFileSync(join(figures, 'forest.csv'), 'utf8'))[0]).toMatchObject({ reader: 'Dr B', arm: 'SAP' });
  });
});

describe('results of a study that everybody has finished', () => {
  it('open by themselves, which is recorded the first time: who reads on is marked, and closes them again', async () => {
    const { folder, services, studyId } = await readingFixture();
    expect(await services.results.responses(studyId)).toEqual([]);
    expect(await secretOf(services, studyId)).toBeNull();
    expect(openingsIn(folder)).toEqual([]);
    await read(services, studyId, 'Dr A', 6);
    expect(await services.results.responses(studyId)).toHaveLength(6);
    expect(await secretOf(services, studyId)).toMatch(/^(07){32}$/);
    await services.results.summary(studyId);
    expect(openingsIn(folder)).toEqual([{ studyId, account: account(), early: null }]);
    await read(services, studyId, 'Dr B', 3);
    await expect(services.results.summary(studyId)).rejects.toThrow(/Dr B \(3 of 6 pairs\)/);
    expect(await secretOf(services, studyId)).toBeNull();
    await read(services, studyId, 'Dr B', 3);
    expect(
      (await services.results.sessions(studyId)).map(({ reader, after_opening }) => [reader, after_opening]),
    ).toEqual([
      ['Dr A', 0],
      ['Dr B', 1],
    ]);
    expect((await services.results.responses(studyId)).filter(({ after_opening }) => after_opening === 1)).toHaveLength(
      6,
    );
  });

  it('are not opened by a check: nobody has seen a table, and who reads on is not marked', async () => {
    const { folder, services, client, studyId } = await readingFixture();
    await read(services, studyId, 'Dr A', 6);
    expect((await client.results.evidence({ studyId })).sides).toMatchObject({ secret: null, follow: null });
    const checked = await startCommand(folder, ['study', 'check', studyId]).ended;
    expect(checked).toMatchObject({ code: 0, stdout: expect.not.stringMatching(/(07){32}/) as string });
    expect(openingsIn(folder)).toEqual([]);
    await read(services, studyId, 'Dr B', 6);
    expect((await services.results.sessions(studyId)).map(({ after_opening }) => after_opening)).toEqual([0, 0]);
    expect(await secretOf(services, studyId)).toMatch(/^(07){32}$/);
  });

  it('reach no window before: what the workbench is sent of the study names neither a side nor the secret', async () => {
    const { services, studyId } = await readingFixture();
    await read(services, studyId, 'Dr A', 5);
    const client = createRouterClient(createRouter(services, 'electron'));
    const told = JSON.stringify([
      await client.studies.list(),
      await client.results.gate({ studyId }),
      await client.results.evidence({ studyId }),
      await client.jobs.list(),
    ]);
    expect(told).not.toMatch(/real_?side|(07){32}/i);
  });
});
