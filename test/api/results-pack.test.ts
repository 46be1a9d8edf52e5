import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import Database from 'better-sqlite3';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import yauzl from 'yauzl';
import { expect, it, onTestFinished } from 'vitest';
import { buffer } from 'node:stream/consumers';
import { csvCell } from '../../src-shared/format/csv-cell.ts';
import { tidyNumber } from '../../src-shared/format/tidy-number.ts';
import { plannedArms } from '../../src-shared/study/planned-arms.ts';
import { parseProtocol } from '../../src-shared/study/protocol.ts';
import type { SessionResultRow } from '../../src-shared/study/session-fields.ts';
import { RESULT_TABLE_IDS } from '../../src-shared/study/result-tables.ts';
import { startCommand } from '../helpers/command-line.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import type { ProtocolChanges } from '../helpers/study-fixture.ts';
import { readingFixture } from './reading-fixture.ts';

const hasR = spawnSync('Rscript', ['--version']).status === 0;

/** The texts of a zip file by their paths. */
async function unzip(bytes: Buffer): Promise<Map<string, string>> {
  const zip = await promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer)(bytes, { lazyEntries: true });
  const texts = new Map<string, string>();
  return new Promise((resolve, reject) => {
    zip.on('entry', (entry: yauzl.Entry) => {
      zip.openReadStream(entry, (error, stream) => {
        if (error) return reject(error);
        void buffer(stream).then((content) => {
          texts.set(entry.fileName, content.toString('utf8'));
          zip.readEntry();
        }, reject);
      });
    });
    zip.on('end', () => resolve(texts)).on('error', reject);
    zip.readEntry();
  });
}

/** Nothing was marked, and one budget was shown. */
const FIGURES = ['figure-2a', 'figure-2b', 'forest', 'response-times'];

/** The pack of a study that three virtual readers have read. */
async function packed(changes: ProtocolChanges = { task: { repeats: 2 } }, { pairs = 6, readers = 3 } = {}) {
  const { folder: appRoot, services, client, studyId } = await readingFixture(changes, pairs);
  cpSync(join(import.meta.dirname, '../../resources/pack'), join(appRoot, 'resources/pack'), { recursive: true });
  const request = { studyId, readers, probabilityRight: 0.7, seed: 3 };
  const { studyId: rehearsal } = await services.jobs.finished(services.startRehearsal(request).id);
  const { fileName, base64 } = await client.results.pack({ studyId: rehearsal });
  return { folder: appRoot, services, client, rehearsal, fileName, texts: await unzip(Buffer.from(base64, 'base64')) };
}

it('a pack has all that a paper needs', async () => {
  const { services, rehearsal, fileName, texts } = await packed();
  expect(fileName).toBe('rehearsal-of-fixture-study-pack.zip');
  expect([...texts.keys()]).toEqual([
    ...[
      'README.md',
      'methods.md',
      'results.md',
      'protocol.json',
      ...['protocol.pdf', 'preregistration.pdf'],
      ...['stard-ai.md', 'grras.md'],
      'verification.json',
      'analysis.R',
      'mixed-model.R',
      'CITATION.cff',
    ],
    ...['data-dictionary.csv', 'data-dictionary.json', 'tables/study.csv', 'tables/design.csv', 'tables/questions.csv'],
    ...RESULT_TABLE_IDS.map((id) => `tables/${id}.csv`),
    ...['imrmc/which.csv', 'imrmc/same.csv'],
    ...FIGURES.flatMap((id) => [`figures/${id}.svg`, `figures/${id}.csv`]),
    ...FIGURES.map((id) => `figures/${id}.pdf`),
  ]);
  for (const path of ['protocol.pdf', 'figures/forest.pdf'])
    expect(texts.get(path)).toMatch(/^%PDF-1\.\d\n[^]*%%EOF\s*$/);
  const textOf = (path: string): string => texts.get(path) ?? '';
  const rowsOf = (path: string) => parse(textOf(path), { columns: true }) as Record<string, string>[];
  const [study] = rowsOf('tables/study.csv');
  expect(study?.['protocol_hash']).toBe(createHash('sha256').update(textOf('protocol.json')).digest('hex'));
  expect(rowsOf('tables/responses.csv')).toHaveLength(3 * 8);
  const began = new Map(rowsOf('tables/sessions.csv').map((row) => [row['session_id'], row]));
  const protocol = parseProtocol(JSON.parse(textOf('protocol.json')));
  const arm = plannedArms(protocol.tasks[0]!)[0]!;
  for (const row of rowsOf('tables/responses.csv')) {
    const session = began.get(row['session_id']);
    expect([row['session_began_at'], row['session_finished_at']]).toEqual([
      session?.['began_at'],
      session?.['finished_at'],
    ]);
    if (row['arm'] === arm.name)
      expect({ kind: 'attack', attack: JSON.parse(row['attack_options']!) }).toEqual(arm.origin);
  }
  const [estimate] = rowsOf('tables/summary.csv');
  expect(estimate).toMatchObject({
    study: study?.['title'],
    dataset: 'fixture',
    protocol_hash: study?.['protocol_hash'],
  });
  expect(JSON.parse(estimate?.['arm_origins'] ?? '')).toEqual({ [arm.name]: arm.origin });
  expect(textOf('README.md')).toContain('- `tables/summary.csv`: one row for each');
  expect(textOf('methods.md')).toMatch(/4 pairs \(SAP: .*, ε = 10 units of the record\).*2 pairs came a second time/);
  expect(textOf('methods.md')).toContain('3 virtual readers: this is a rehearsal, and no result.');
  expect(JSON.parse(textOf('data-dictionary.json'))).toMatchObject(
    rowsOf('data-dictionary.csv').map(({ table, field }) => ({ table, field })),
  );
  for (const value of (await services.results.exported(rehearsal, 'summary')).flatMap((row) => Object.values(row)))
    if (typeof value === 'number') expect(value).toBe(tidyNumber(value));
  const [first] = await services.results.summary(rehearsal);
  expect(textOf('results.md')).toContain(`- ${first?.reader}, SAP: ${first?.correct} of 4 right (`);
  const items = (path: string) =>
    [...textOf(path).matchAll(/^\| (\d+[a-d]?) \|.*\|$/gm)].map(([line, number]) => ({ number, line }));
  expect(items('grras.md').map(({ number }) => number)).toEqual(Array.from({ length: 15 }, (_, i) => String(i + 1)));
  const parts = { 15: 'abcd', 16: 'abc', 17: 'ab', 26: 'ab', 40: 'ab' };
  const numbers = Array.from({ length: 40 }, (_, i) => i + 1).flatMap((number) =>
    number in parts ? [...parts[number as keyof typeof parts]].map((part) => `${number}${part}`) : [String(number)],
  );
  expect(items('stard-ai.md').map(({ number }) => number)).toEqual(numbers);
  // Either the pack covers an item, or the authors are told what to say.
  for (const { line } of [...items('grras.md'), ...items('stard-ai.md')])
    expect(line.split(' | ').at(-1)).toMatch(/\w{4}/);
  expect(textOf('stard-ai.md')).toContain(`SHA-256 ${study?.['protocol_hash']}`);
  expect(textOf('grras.md')).toContain('24 of 24 planned answers');
  expect(textOf('grras.md')).toContain('6 answers to pairs shown a second time');
  const named = [...`${textOf('stard-ai.md')}${textOf('grras.md')}`.matchAll(/[\w./-]+\.(?:csv|json|R|md|cff)\b/g)];
  for (const [path] of named)
    expect(
      [...texts.keys()].some((each) => each.endsWith(path)),
      path,
    ).toBe(true);
  // What is filled in is one list, below its item.
  for (const [line] of textOf('README.md').matchAll(/^ *- (`(tables|figures)\/[\w-]+\.\w+`|What readers marked).*$/gm))
    if (!/study\.csv/.test(line)) expect(line).toMatch(/^ {2}- /);
  expect(textOf('README.md')).toContain('- What readers marked, over the true |δ|: not there. Nobody has marked');
  expect(textOf('figures/forest.svg')).toMatch(/^<\?xml .*\n<svg /);
  expect(textOf('figures/forest.svg')).toContain('This is no result.');
  const drawn = rowsOf('figures/forest.csv').find(
    (row) => row['reader'] === first?.reader && row['task'] === first?.task,
  );
  expect(Number(drawn?.['share'])).toBeCloseTo(first?.proportion ?? NaN, 11);
  for (const text of texts.values()) expect(text).not.toMatch(/\b(undefined|NaN)\b|\{[A-Z]+\}/);
});

it('one command writes all tables as an SQLite file, the answers for iMRMC, and the pack', async () => {
  const { folder, services, rehearsal } = await packed();
  await services.close();
  const out = temporaryFolder();
  const [sqlite, imrmc, pack, pages] = ['study.sqlite', 'new/imrmc', 'pack.zip', 'pages'].map((name) =>
    join(out, name),
  );
  const asked = ['--sqlite', sqlite!, '--imrmc', imrmc!, '--pack', pack!, '--replay', pages!];
  const { code, stdout } = await startCommand(folder, ['results', rehearsal, ...asked]).ended;
  const written = stdout.trim().split('\n');
  expect(written.filter((line) => line.startsWith(`Replay: ${pages}`))).toHaveLength(3);
  expect([code, written.slice(0, -3)]).toEqual([
    0,
    [
      `Pack: ${pack}`,
      `SQLite file: ${sqlite}`,
      ...['which.csv', 'same.csv'].map((name) => `For iMRMC: ${join(imrmc!, name)}`),
    ],
  ]);
  const made = readdirSync(out, { recursive: true }).filter((name) => !String(name).startsWith('pages'));
  expect(made.sort()).toEqual(
    ['new', 'new/imrmc', 'new/imrmc/which.csv', 'new/imrmc/same.csv', 'pack.zip', 'study.sqlite'].sort(),
  );
  const texts = await unzip(readFileSync(pack!));
  expect(readFileSync(join(imrmc!, 'same.csv'), 'utf8')).toBe(texts.get('imrmc/same.csv'));

  const db = new Database(sqlite!, { readonly: true });
  onTestFinished(() => void db.close());
  expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
  const named = [...texts.keys()].flatMap((path) => /^tables\/(.+)\.csv$/.exec(path)?.[1] ?? []);
  expect(db.prepare('SELECT name FROM sqlite_schema').pluck().all()).toEqual(['data_dictionary', ...named]);
  for (const name of named) {
    const cells = db.prepare<[], Record<string, unknown>>(`SELECT * FROM "${name}"`).all();
    const csv = parse(texts.get(`tables/${name}.csv`) ?? '', { columns: true }) as Record<string, string>[];
    // A cell that a spreadsheet would calculate is guarded in a CSV file alone.
    const cell = (value: unknown): string => (typeof value === 'string' ? csvCell(value) : String(value ?? ''));
    const asText = cells.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, cell(value)])),
    );
    expect(asText).toEqual(csv);
    const columns = db.prepare<[], { name: string; type: string }>(`PRAGMA table_info("${name}")`).all();
    const declared = db.prepare('SELECT field FROM data_dictionary WHERE "table" = ?').pluck().all(name);
    expect(declared).toEqual(columns.map((column) => column.name));
  }
  expect(db.prepare('SELECT DISTINCT typeof(response_time_ms), typeof(correct) FROM responses').raw().all()).toEqual([
    ['real', 'integer'],
  ]);
});

it('a reader is shown own answers with the truth and the perturbation, and nothing of others', async () => {
  const { client, rehearsal: studyId } = await packed();
  const rows = await client.results.responses({ studyId });
  const sessions = await client.results.sessions({ studyId });
  const [{ session_id, reader }] = sessions as [SessionResultRow, ...SessionResultRow[]];
  const sessionId = session_id!;
  const own = rows.filter((row) => row.session_id === sessionId);
  const { trials, ...of } = await client.results.replay({ studyId, sessionId });
  expect(of).toEqual({ study: 'Rehearsal of Fixture study', reader, sessionId, virtual: true });
  expect(trials.map((trial) => [trial.trialId, trial.isRight])).toEqual(
    own.map((row) => [row.trial_id, row.correct === 1]),
  );
  for (const { isRight, answer, right } of trials) expect(right.split(' or ').includes(answer)).toBe(isRight);
  for (const row of own) {
    const { real, made, unitsPerMv } = await client.results.replayTracings({
      studyId,
      sessionId,
      trialId: row.trial_id,
    });
    const largest = Math.max(...made.map((units, i) => Math.abs(units - real[i]!)));
    expect((largest / unitsPerMv) * 1000).toBeCloseTo(row.linf_uv!, 9);
  }
  const unknown = { studyId, sessionId: 'none', trialId: own[0]!.trial_id };
  await expect(client.results.replay(unknown)).rejects.toMatchObject({ data: { code: 'not-found' } });
  await expect(client.results.replayTracings(unknown)).rejects.toMatchObject({ data: { code: 'not-found' } });

  const { text } = await client.results.replayPage({ studyId, sessionId });
  expect(text.match(/<section>/g)).toHaveLength(trials.length);
  expect(text.match(/Perturbation δ/g)).toHaveLength(trials.length);
  for (const { session_id: id, reader: name } of sessions.slice(1))
    for (const other of [id, name]) expect(text).not.toContain(other);
  expect(text).not.toMatch(/<script|https?:(?!\/\/www\.w3\.org\/)|\b(undefined|NaN)\b/);
  const audit = await client.audit.page({ studyId, before: null, limit: 200 });
  expect(JSON.stringify(audit)).toContain(`Opened the replay of “${reader}” in “Rehearsal of Fixture study”`);
});

it.skipIf(!hasR).each([
  ['', undefined, undefined, 'agreement', 'kappa'],
  [' of several ε', { epsilons: [10, 20, 40] }, { pairs: 20, readers: 5 }, 'thresholds', 'p_fit'],
] as const)('R computes the tables of a pack%s again', async (_, changes, size, table, said) => {
  const { texts } = await packed(changes, size);
  const folder = temporaryFolder();
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { stdout, status } = spawnSync('Rscript', ['--vanilla', join(folder, 'analysis.R')], { encoding: 'utf8' });
  expect([stdout, status]).toEqual([expect.stringMatching(/^(\d+) of \1 values agree to 1e-06\.\n$/), 0]);
  expect(readFileSync(join(folder, `recomputed-${table}.csv`), 'utf8')).toContain(said);
});
