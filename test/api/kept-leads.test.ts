import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRouterClient } from '@orpc/server';
import { createRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import { deleteAllUnusedSignals } from '../../src-main/db/datasets/signals.ts';
import { purge } from '../../src-main/db/removal/purge.ts';
import { storeSignals } from '../../src-main/services/workspace/store-signals.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { folderOf, type Files } from '../helpers/folder-of.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { preparedServices } from '../helpers/open-services.ts';

const SAMPLES = 600;
const LEADS = ['I', 'II', 'III', 'AVR', 'V1'];

/** WFDB records in format 16, one column for each signal. */
function record(name: string, leads: string[], seed: number, gap?: string): Files {
  const value = (t: number, lead: number): number => ((t * (lead + 3) + seed * 17) % 400) - 200;
  const bytes = Buffer.alloc(2 * SAMPLES * leads.length);
  for (let t = 0; t < SAMPLES; t += 1) {
    for (const [lead, its] of leads.entries()) {
      const isMissing = its === gap && t === 7;
      bytes.writeInt16LE(isMissing ? -32_768 : value(t, lead), 2 * (t * leads.length + lead));
    }
  }
  const signals = leads.map((lead, i) => `${name}.dat 16 ${1000 - i}(0)/mV 16 0 0 0 0 ${lead}`);
  return [
    { name: `${name}.hea`, data: [`${name} ${leads.length} 300 ${SAMPLES}`, ...signals, ''].join('\n') },
    { name: `${name}.dat`, data: bytes },
  ];
}

const labels = (count: number): Files => [
  {
    name: 'labels.csv',
    data: `name,label\n${Array.from({ length: count }, (_, i) => `r${i},${'NA'[i % 2]}`).join('\n')}\n`,
  },
];

/** Records r0 … r7 with five leads and an SpO2, of which r0 has a gap in V1, and r8 with one lead. */
function folder(): string {
  const several = Array.from({ length: 8 }, (_, i) => record(`r${i}`, LEADS, i, i === 0 ? 'V1' : undefined)).flat();
  return folderOf([...several, ...record('r8', ['II'], 8), ...labels(9)]);
}

const importing = (services: Services, name: string, keepLeads: boolean) =>
  services.jobs.finished(services.datasets.startImport({ path: folder(), name, lead: 'II', keepLeads }).id);
const prepared = preparedServices((services) => importing(services, 'kept', true), { model: false });

async function opened() {
  const { services, appRoot, made } = await prepared();
  const { rows } = services.datasets.records({ datasetId: made.datasetId }, 0, 100);
  return { services, appRoot, made, rows, client: createRouterClient(createRouter(services, 'web')).datasets };
}

describe('leads that are kept beside the one that is read', () => {
  it('come back by name, in the order in which they are shown, each with its own gain', async () => {
    const { client, rows, made } = await opened();
    const { notes } = made;
    expect(rows.map(({ lead }) => lead)).toEqual(Array(9).fill('II'));
    expect(rows[1]?.leads).toEqual(['II', 'I', 'III', 'aVR', 'V1']);
    expect(rows[8]?.leads).toEqual([]);
    const recordId = rows[1]!.id;
    const leads = await client.leads({ recordId });
    expect(leads.map(({ lead, unitsPerMv }) => [lead, unitsPerMv])).toEqual([
      ['I', 1000],
      ['II', 999],
      ['III', 998],
      ['aVR', 997],
      ['V1', 996],
    ]);
    const own = await client.record({ recordId });
    expect(leads[1]?.samples).toEqual(own.samples);
    expect(leads[4]?.samples.slice(0, 3)).toEqual([-183, -176, -169]);
    expect(notes).toContainEqual(expect.stringContaining('5 leads (7), 4 leads (1)'));
    // What is wrong with one lead loses neither the record nor the other leads.
    expect(rows[0]?.leads).toEqual(['II', 'I', 'III', 'aVR']);
    expect(notes).toContainEqual('Leads that were not kept: samples of it are missing (1).');
  });

  it('change nothing of the record, are converted with it, and are a part of what it is', async () => {
    const { services, made, rows, client } = await opened();
    const hashes = (records: typeof rows): string[] => records.map(({ id }) => services.datasets.record(id).sha256);
    const without = await importing(services, 'without', false);
    const one = services.datasets.records({ datasetId: without.datasetId }, 0, 100).rows;
    expect(hashes(rows)).toEqual(hashes(one));
    expect(one.flatMap(({ leads }) => leads)).toEqual([]);

    const job = services.datasets.startConversion({ datasetId: made.datasetId, samplingHz: 150, unitsPerMv: 500 });
    const converted = await services.jobs.finished(job.id);
    const [, second] = services.datasets.records({ datasetId: converted.datasetId }, 0, 100).rows;
    const leads = await client.leads({ recordId: second!.id });
    expect(leads.map(({ samplingHz, unitsPerMv, samples }) => [samplingHz, unitsPerMv, samples.length])).toEqual(
      Array(5).fill([150, 500, SAMPLES / 2]),
    );

    expect(await importing(services, 'kept', true)).toMatchObject({ added: 0 });
    await expect(importing(services, 'kept', false)).rejects.toThrow('different samples, label, split or leads');
  });

  it('are checked with the workspace, and gone with the dataset', async () => {
    const { services, appRoot, made } = await opened();
    const whole = await services.jobs.finished(services.checking.start().id);
    expect(whole).toMatchObject({ findings: [], signals: 8 * LEADS.length + 1 - 1 });
    await services.close();
    const db = openDb(join(appRoot, 'workspace', 'workspace.sqlite'));
    const rowsOf = (table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
    expect(() => db.exec(`UPDATE set_leads SET lead = 'V6'`)).toThrow('never changed');
    expect(() => db.exec('DELETE FROM set_leads')).toThrow('never deleted without its set');
    expect(deleteAllUnusedSignals(db)).toBe(0);
    purge(db, 'dataset', made.datasetId);
    expect(['signals', 'lead_sets', 'set_leads'].map(rowsOf)).toEqual([0, 0, 0]);
    db.close();
  });

  it('of an import that failed are not left behind', async () => {
    const db = openDb(join(temporaryFolder(), 'w.sqlite'));
    const one = { samplingHz: 300, unitsPerMv: 1000, samples: Int16Array.of(1, 2) };
    const records = Array.from({ length: 100 }, (_, i) => ({
      ...{ name: `R${i}`, label: 0, split: 'train' as const, ...one, samples: Int16Array.of(i, 1) },
      leads: [{ lead: 'V1', ...one, samples: Int16Array.of(i, 2) }],
    }));
    const refuse = (): never => {
      expect(db.prepare('SELECT count(*) FROM lead_sets').pluck().get()).toBe(100);
      throw new Error('conflict');
    };
    const storing = storeSignals(db, records, () => undefined, new AbortController().signal, refuse);
    await expect(storing).rejects.toThrow('conflict');
    for (const table of ['signals', 'lead_sets', 'set_leads']) {
      expect(db.prepare(`SELECT count(*) FROM ${table}`).pluck().get()).toBe(0);
    }
    db.close();
  });
});
