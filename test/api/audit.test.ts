import { userInfo } from 'node:os';
import { parse } from 'csv-parse/sync';
import { expect, it, onTestFinished } from 'vitest';
import { answer } from '../helpers/answer-trial.ts';
import { startCommand } from '../helpers/command-line.ts';
import { openOldWorkspace } from '../helpers/old-workspace.ts';
import { readingFixture } from './reading-fixture.ts';

/** What nobody may learn of a pair before the results are open. */
const TELLING = /\bR00\d\b|\bSAP\b|real_?side|adversarial|"which"|\bNormal\b/i;

const ME = userInfo().username;

/** A study that Anna reads to the end; Ana began and answered nothing, and is withdrawn. */
async function story() {
  const fixture = await readingFixture();
  const { client, studyId } = fixture;
  let step = await client.reading.open({ studyId, reader: 'Anna' });
  while (step.trial) step = await client.reading.respond(answer(step));
  await client.reading.open({ studyId, reader: 'Ana' });
  await client.studies.withdraw({ studyId, reader: 'Ana', reason: 'a slip of the key' });
  await client.studies.reinstate({ studyId, reader: 'Ana', reason: 'it was another Ana' });
  await client.results.open({ studyId, reason: 'Ana is ill' });
  return fixture;
}

it('tells who did what when in a study, in sentences that give no truth away', async () => {
  const { client, services, studyId } = await story();
  const of = { studyId, before: null, limit: 200 };
  const { rows, earlier } = await client.audit.page(of);
  expect(earlier).toBeNull();
  expect(rows.toReversed().map(({ who, what }) => [who, what])).toEqual([
    [ME, expect.stringMatching(/^Locked the study “Fixture study” \(digest [0-9a-f]{64}\)\.$/)],
    ['Anna', 'Began to read “Fixture study”.'],
    ['Anna', 'Finished, with 6 answers; the receipt was signed.'],
    ['Ana', 'Began to read “Fixture study”.'],
    [ME, 'Withdrew the session of “Ana”, because: a slip of the key'],
    [ME, 'Reinstated the session of “Ana”, because: it was another Ana'],
    [
      ME,
      `The results of “Fixture study” were opened early by ${ME} (window), with “Ana” outstanding, because: Ana is ill`,
    ],
  ]);
  const all = await services.audit.all({ studyId, trials: true });
  expect(all.filter(({ action }) => action === 'answer').map(({ who }) => who)).toEqual(Array(6).fill('Anna'));
  expect(JSON.stringify(all)).not.toMatch(TELLING);
});

it('is paged from the newest entry back, and exported whole; that it was, is in it', async () => {
  const { client, services, studyId } = await story();
  const all = await services.audit.all({ studyId: null, trials: true });
  expect(all.map(({ entry }) => entry)).toEqual(all.map((_, i) => i + 1));
  const paged: typeof all = [];
  for (let before: number | null = null; ;) {
    const page = await client.audit.page({ studyId: null, trials: true, before, limit: 7 });
    paged.push(...page.rows);
    if (page.earlier === null) break;
    expect(page.rows).toHaveLength(7);
    before = page.earlier;
  }
  expect(paged.toReversed()).toEqual(all);
  const csv = await client.audit.export({ studyId, trials: true, format: 'csv' });
  expect(csv).toMatchObject({ fileName: 'fixture-study-audit.csv', mediaType: 'text/csv' });
  const json = await client.audit.export({ studyId: null, trials: true, format: 'json' });
  expect((JSON.parse(json.text) as typeof all).at(-1)).toMatchObject({
    who: ME,
    what: 'Exported the table “audit” as CSV of “Fixture study”.',
  });
  const rows: Record<string, string>[] = parse(csv.text, { columns: true });
  expect(rows.map(({ hash }) => hash)).toEqual(
    (await services.audit.all({ studyId, trials: true })).map(({ hash }) => hash).slice(0, rows.length),
  );
  await expect(client.audit.page({ studyId: 'none', before: null, limit: 7 })).rejects.toMatchObject({
    data: { code: 'not-found' },
  });
});

it('is printed and written by the command line', async () => {
  const { folder, services } = await story();
  await services.close();
  const text = await startCommand(folder, ['study', 'audit', 'Fixture study']).ended;
  expect(text).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Anna: Began to read “Fixture study”.') as string,
  });
  const csv = await startCommand(folder, ['study', 'audit', '--format', 'csv']).ended;
  expect(csv.stdout).toMatch(/^entry,at,who,action,what,hash\n1,/);
});

it('is told of a workspace of an older version too', async () => {
  const services = await openOldWorkspace();
  onTestFinished(() => services.close());
  const all = await services.audit.all({ studyId: null, trials: true });
  expect(new Set(all.map(({ action }) => action)).size).toBeGreaterThan(8);
  expect(all.filter(({ what }) => what.includes('cannot read'))).toEqual([]);
});
