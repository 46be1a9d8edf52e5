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
import { RESULT_TABLE_IDS } from '../../src-shared/study/result-tables.ts';
import { startCommand } from '../helpers/command-line.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
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

/** The pack of a study that three virtual readers have read. */
async function packed() {
  const { folder: appRoot, services, client, studyId } = await readingFixture({ task: { repeats: 2 } });
  cpSync(join(import.meta.dirname, '../../resources/pack'), join(appRoot, 'resources/pack'), { recursive: true });
  const request = { studyId, readers: 3, probabilityRight: 0.7, seed: 3 };
  const { studyId: rehearsal } = await services.jobs.finished(services.startRehearsal(request).id);
  const { fileName, base64 } = await client.results.pack({ studyId: rehearsal });
  return { folder: appRoot, services, rehearsal, fileName, texts: await unzip(Buffer.from(base64, 'base64')) };
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
      'verification.json',
      'analysis.R',
      'mixed-model.R',
      'CITATION.cff',
    ],
    ...['data-dictionary.csv', 'tables/study.csv', 'tables/design.csv', 'tables/questions.csv'],
    ...RESULT_TABLE_IDS.map((id) => `tables/${id}.csv`),
    ...['imrmc/which.csv', 'imrmc/same.csv'],
  ]);
  const textOf = (path: string): string => texts.get(path) ?? '';
  const rowsOf = (path: string) => parse(textOf(path), { columns: true }) as Record<string, string>[];
  const [study] = rowsOf('tables/study.csv');
  expect(study?.['protocol_hash']).toBe(createHash('sha256').update(textOf('protocol.json')).digest('hex'));
  expect(rowsOf('tables/responses.csv')).toHaveLength(3 * 8);
  expect(textOf('README.md')).toContain('- `tables/summary.csv`: one row for each');
  expect(textOf('methods.md')).toMatch(/4 pairs \(SAP: .*, ε = 10 units of the record\).*2 pairs came a second time/);
  expect(textOf('methods.md')).toContain('3 virtual readers: this is a rehearsal, and no result.');
  const [first] = await services.results.summary(rehearsal);
  expect(textOf('results.md')).toContain(`- ${first?.reader}, SAP: ${first?.correct} of 4 right (`);
  for (const text of texts.values()) expect(text).not.toMatch(/\b(undefined|NaN)\b|\{[A-Z]+\}/);
});

it('one command writes all tables as an SQLite file, the answers for iMRMC, and the pack', async () => {
  const { folder, services, rehearsal } = await packed();
  await services.close();
  const out = temporaryFolder();
  const [sqlite, imrmc, pack] = ['study.sqlite', 'new/imrmc', 'pack.zip'].map((name) => join(out, name));
  const asked = ['--sqlite', sqlite!, '--imrmc', imrmc!, '--pack', pack!];
  const { code, stdout } = await startCommand(folder, ['results', rehearsal, ...asked]).ended;
  expect([code, stdout.trim().split('\n')]).toEqual([
    0,
    [
      `Pack: ${pack}`,
      `SQLite file: ${sqlite}`,
      ...['which.csv', 'same.csv'].map((name) => `For iMRMC: ${join(imrmc!, name)}`),
    ],
  ]);
  expect(readdirSync(out, { recursive: true }).sort()).toEqual(
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
    const asText = cells.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [key, String(value ?? '')])),
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

it.skipIf(!hasR)('R computes the tables of a pack again', async () => {
  const { texts } = await packed();
  const folder = temporaryFolder();
  for (const [path, text] of texts) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { stdout, status } = spawnSync('Rscript', ['--vanilla', join(folder, 'analysis.R')], { encoding: 'utf8' });
  expect([stdout, status]).toEqual([expect.stringMatching(/^(\d+) of \1 values agree to 1e-06\.\n$/), 0]);
  expect(readFileSync(join(folder, 'recomputed-agreement.csv'), 'utf8')).toContain('kappa');
});
