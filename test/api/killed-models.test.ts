import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import { upsertModel } from '../../src-main/db/models/models.ts';
import { hashModel } from '../../src-main/services/models/model-folder.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const GOLDEN = join(import.meta.dirname, '../golden/ml/small-compact');
const HOUR_AGO = new Date(Date.now() - 3_600_000);

/** A workspace whose database has this model with the hash of the new folder, of the old one, or not at all. */
async function killed(row: 'new' | 'old' | 'none'): Promise<{ folder: string; models: string; made: string }> {
  const folder = join(temporaryFolder(), 'workspace');
  await (await openReadingServices(folder)).close();
  const models = join(folder, 'models');
  for (const name of ['m', 'm.new']) cpSync(GOLDEN, join(models, name), { recursive: true });
  const weights = join(models, 'm.new', 'weights.bin');
  writeFileSync(weights, readFileSync(weights).fill(0, 0, 4));
  const made = hashModel(join(models, 'm.new'));
  const db = openDb(join(folder, 'workspace.sqlite'));
  const model = { id: 'm', name: 'm', architecture: 'compact', origin: 'trained' as const, history: [] };
  const sha256 = row === 'new' ? made : hashModel(join(models, 'm'));
  const createdAt = HOUR_AGO.toISOString();
  if (row !== 'none') upsertModel(db, { ...model, sha256, createdAt, card: { finished: true } });
  db.close();
  return { folder, models, made };
}

it.each([
  ['is in its place', () => undefined],
  ['was moved away', (models: string) => renameSync(join(models, 'm'), join(models, 'm.old'))],
])('a model whose row was stored takes its place at the next start when the earlier one %s', async (_, move) => {
  const { folder, models, made } = await killed('new');
  move(models);
  const services = await openReadingServices(folder);
  expect(hashModel(services.models.folderOf(services.models.find('m')))).toBe(made);
  await services.close();
  expect(readdirSync(models)).toEqual(['m']);
});

it.each(['old', 'none'] as const)('a model whose row was not stored goes when the row is %s', async (row) => {
  const { folder, models, made } = await killed(row);
  const services = await openReadingServices(folder);
  if (row === 'old') services.models.folderOf(services.models.find('m'));
  await services.close();
  expect(readdirSync(models)).toEqual(['m']);
  expect(hashModel(join(models, 'm'))).not.toBe(made);
});

it('the folder of a training that was never begun, or of which the model is finished, goes, but not while a job is at work', async () => {
  const { folder, models } = await killed('new');
  mkdirSync(join(models, 'begun-just-now.training'));
  for (const name of ['never-begun.training', 'm.training']) {
    mkdirSync(join(models, name));
    utimesSync(join(models, name), HOUR_AGO, HOUR_AGO);
  }
  const job = join(folder, 'tmp', `${process.ppid}-another-job`);
  mkdirSync(job);
  await (await openReadingServices(folder)).close();
  expect(readdirSync(models)).toHaveLength(5);
  rmdirSync(job);
  await (await openReadingServices(folder)).close();
  expect(readdirSync(models)).toEqual(['begun-just-now.training', 'm']);
});
