import { parse } from 'csv-parse/sync';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { answer } from '../helpers/answer-trial.ts';
import { startCommand } from '../helpers/command-line.ts';
import { readingFixture } from './reading-fixture.ts';

it('a reader who began and answered nothing is in every count: follow-up, gate, checks, tables, exports, command line', async () => {
  const { client, folder, services, studyId } = await readingFixture();
  let step = await client.reading.open({ studyId, reader: 'Anna' });
  while (step.trial) step = await client.reading.respond(answer(step));
  await client.reading.open({ studyId, reader: 'Ben' });
  const counted = ['Anna 6', 'Ben 0'];

  const [study] = await client.studies.list();
  expect(study?.sessions.map(({ reader, answered }) => `${reader} ${answered}`)).toEqual(counted);
  const nobody = [{ reader: 'Ben', answered: 0, total: 6 }];
  expect(await client.results.gate({ studyId })).toMatchObject({ isOpen: false, outstanding: nobody });
  await client.results.open({ studyId, reason: 'Ben is ill' });

  const { sessions } = await client.results.evidence({ studyId });
  expect(sessions.map(({ reader, answers }) => `${reader} ${answers}`)).toEqual(counted);
  const table = await client.results.sessions({ studyId });
  expect(table.map(({ reader, answered }) => `${reader} ${answered}`)).toEqual(counted);
  const csv: Record<string, string>[] = parse(
    (await client.results.export({ studyId, what: 'sessions-csv', bom: false })).text,
    { columns: true },
  );
  expect(csv.map(({ reader, answered }) => `${reader} ${answered}`)).toEqual(counted);
  const { text } = await client.results.export({ studyId, what: 'json', bom: false });
  expect(JSON.parse(text)).toMatchObject({
    sessions: [{ reader: 'Anna' }, { reader: 'Ben', answered: 0, finished_at: null }],
    opening: { early: { outstanding: nobody } },
  });
  await services.close();

  const listed = await startCommand(folder, ['study', 'list']).ended;
  expect(listed.stdout).toContain(
    `${counted.filter((each) => !each.endsWith(' 0')).length} of ${counted.length} finished`,
  );
  const each = await startCommand(folder, ['study', 'sessions', studyId]).ended;
  expect(each.stdout).toMatch(/Ben.*\b0\b/);
  const checked = await startCommand(folder, ['study', 'check', studyId]).ended;
  expect(checked.stdout).toMatch(/Ben +0 +not at its end/);
});

it('where nobody has answered, the command line says that there is no replay to write, and prints no table instead', async () => {
  const { folder, services, studyId } = await readingFixture();
  await services.close();
  const out = join(folder, 'replays');
  const { code, stdout, stderr } = await startCommand(folder, ['results', studyId, '--replay', out]).ended;
  expect([code, stdout, existsSync(out)]).toEqual([1, '', false]);
  expect(stderr).toContain('There is no reader to write a replay for: nobody whose answers count has answered.');
});
