import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { Services } from '../../src-main/services/create-services.ts';
import { analysisRequestSchema, type AnalysisKind, type ResultOf } from '../../src-shared/analyses/index.ts';
import { DEVICE_STEPS } from '../../src-shared/attacks/device-steps.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import type { JobResults } from '../../src-shared/contract/job-results.ts';
import { normalQuantile } from '../../src-main/statistics/normal.ts';
import { ecgFolder } from '../helpers/ecg-folder.ts';
import { openServices, reopenServices } from '../helpers/open-services.ts';

const BUNDLED = join(import.meta.dirname, '../../resources/models/compact');
const TIMEOUT_MS = 300_000;
const attack = attackOptionsSchema.parse({ method: 'sap', epsilonUnits: 60, alphaUnits: 15, pgdSteps: 4, sapSteps: 4 });

type Subject = Omit<Parameters<Services['attacks']['start']>[0], 'options'>;

/** With the shipped model: an untrained one gets too few records right. */
async function openWithRecords(): Promise<{ services: Services; subject: Subject }> {
  const { services: first, appRoot } = await openServices();
  await first.close();
  cpSync(BUNDLED, join(appRoot, 'resources', 'models', 'compact'), { recursive: true });
  const services = await reopenServices(appRoot);
  // As files, whose lead is called ECG.
  const { folder: path } = ecgFolder({ records: 12, seed: 1, durationS: 9, prefix: 'E' });
  const { datasetId } = await services.jobs.finished(services.datasets.startImport({ path, name: 'simulated' }).id);
  return { services, subject: { modelId: 'compact', datasetId, split: 'train', limit: 4 } };
}

async function made<K extends AnalysisKind>(services: Services, kind: K, asked: object): Promise<ResultOf<K>> {
  const request = analysisRequestSchema.parse({ kind, ...asked });
  expect(services.analyses.same(request)).toBeUndefined();
  const { analysisId } = await services.jobs.finished(services.analyses.start(request).id);
  expect(services.analyses.same(request)).toBe(analysisId);
  return services.analyses.getOf(kind, analysisId).result;
}

/** The column of leads in the file of the newest analysis of this kind. */
function leadsInExport(services: Services, kind: AnalysisKind): (string | undefined)[] {
  const { id } = services.analyses.list().find((one) => one.kind === kind) ?? {};
  const rows: Record<string, string>[] = parse(services.analyses.export(id ?? '').text, { columns: true });
  return rows.map(({ lead }) => lead);
}

async function attacked(services: Services, asked: Subject): Promise<JobResults['attack']> {
  const job = services.attacks.start({ ...asked, options: attack });
  return services.jobs.finished(job.id);
}

describe('the curve and the least perturbation', () => {
  it(
    'agree with a run at the same budget and with each other',
    async () => {
      const { services, subject } = await openWithRecords();
      const run = await attacked(services, subject);
      const curve = await made(services, 'epsilon-curve', {
        ...subject,
        attack,
        epsilonsUnits: [60, 1, 60],
        alphaShare: 0.25,
        effort: true,
      });
      expect(curve.points.map(({ epsilonUv, alphaUnits }) => [epsilonUv, alphaUnits])).toEqual([
        [1, 0.25],
        [60, 15],
      ]);
      const [small, large] = curve.points;
      expect(large?.fooled).toMatchObject({ count: run.fooled, of: run.attackable });
      expect(large?.noise).toMatchObject({ count: run.noiseControl?.fooled, of: run.attackable });
      expect(run.fooled).toBeGreaterThan(0);
      // At the attack's own budget, with twice the steps and from five starts.
      expect(curve.effort?.map(({ what, epsilonUv, evaluations }) => [what, epsilonUv, evaluations])).toEqual([
        ['steps', 60, { own: 8, more: 16 }],
        ['starts', 60, { own: 8, more: 40 }],
      ]);
      for (const { fooled, gained, lost } of curve.effort ?? []) expect(fooled.count).toBe(run.fooled + gained - lost);
      expect(small?.fooled.count).toBeLessThanOrEqual(run.fooled);

      const stored = services.analyses.list().find(({ kind }) => kind === 'epsilon-curve');
      const { fileName, text } = services.analyses.export(stored?.id ?? '');
      expect(fileName).toBe('success-against-budget-compact-simulated.csv');
      expect(parse(text, { columns: true })).toMatchObject(
        curve.points.map(({ epsilonUv, fooled, noise }) => ({
          epsilon: String(epsilonUv),
          fooled: String(fooled.count),
          noise_fooled: String(noise.count),
          lead: 'ECG',
        })),
      );

      const least = await made(services, 'least-perturbation', {
        ...subject,
        attack,
        maxEpsilonUnits: 6,
        alphaShare: 0.25,
      });
      const fooledUpTo = (uv: number): number =>
        least.perRecord.filter(({ leastUv }) => leastUv !== null && leastUv <= uv).length;
      expect(fooledUpTo(1)).toBe(small?.fooled.count);
      expect(least.neverFooled).toBe(curve.attackable - fooledUpTo(6));
      expect(least.perRecord).toHaveLength(curve.attackable);
      expect(leadsInExport(services, 'least-perturbation')).toEqual(Array(curve.attackable).fill('ECG'));
      expect(least.medians[0]?.records).toBe(curve.attackable);

      // All of it goes into the worst case, per record; what is missing can be made, once.
      const asked = { ...subject, modelIds: [subject.modelId], epsilonsUv: [1, 6, 30, 60] };
      const worst = () => services.robustness.table(asked).models[0]?.worst ?? [];
      const standing = (fooled: number) => ({ count: curve.originallyCorrect - fooled, of: 4 });
      expect(worst()[0]).toMatchObject({ correct: curve.originallyCorrect, robust: standing(fooledUpTo(1)) });
      expect(worst()[1]).toMatchObject({ robust: standing(fooledUpTo(6)), attacks: ['SAP, 8 steps'] });
      expect(worst()[2]).toBeNull();
      expect(worst()[3]).toMatchObject({ robust: { of: 4 } });
      expect(worst()[3]?.robust.count).toBeLessThanOrEqual(curve.originallyCorrect - run.fooled);
      const fill = { ...asked, limit: 4, steps: 2, sigmasUv: [] };
      const { analysisIds } = await services.jobs.finished(services.robustness.startFill(fill).id);
      expect(analysisIds).toHaveLength(1);
      expect(worst()[2]).toMatchObject({ robust: { of: 4 }, attacks: ['Auto-PGD, 2 steps'] });
      expect((await services.jobs.finished(services.robustness.startFill(fill).id)).analysisIds).toEqual([]);
      const { text: table } = services.robustness.export(asked);
      expect(parse(table, { columns: true })).toContainEqual(
        expect.objectContaining({ figure: 'robust', epsilon: '30', of: '4', by: 'Auto-PGD, 2 steps' }),
      );
    },
    TIMEOUT_MS,
  );

  it('refuses a search that it cannot make', async () => {
    const { services, subject } = await openWithRecords();
    const refused = (change: object): Promise<unknown> =>
      made(services, 'least-perturbation', { ...subject, attack: { ...attack, ...change } });
    await expect(refused({ method: 'spsa' })).rejects.toMatchObject({ code: 'bad-input', message: /choose fgsm, pgd/ });
  });
});

describe('existence', () => {
  it(
    'explores the fooled examples of a run, the same with any number of them at once',
    async () => {
      const { services, subject } = await openWithRecords();
      const { runId, fooled } = await attacked(services, subject);
      const asked = { runId, draws: 12, compat: 'han2020' };
      const all = await made(services, 'existence', asked);
      expect(all.examples).toBe(fooled);
      expect(all.perExample).toHaveLength(fooled);
      expect(all.noise.draws.of).toBe(12 * fooled);
      expect(all.han2020?.unaltered.rate).toBe(1);
      const names = all.perExample.map(({ record }) => record);
      expect(names).toEqual([...names].sort());
      expect(leadsInExport(services, 'existence')).toEqual(Array(fooled).fill('ECG'));

      // The same examples, after devices.
      const device = await made(services, 'device', { runId, draws: 3 });
      expect(device.perExample.map(({ record }) => record)).toEqual(names);
      expect(device.stages.map(({ stage }) => stage)).toEqual([...DEVICE_STEPS, 'all']);
      device.stages.forEach(({ fooling }, at) => {
        const most = device.perExample.filter((one) => (one.fooling[at] ?? 0) > 0.5).length;
        expect(fooling).toMatchObject({ count: most, of: fooled });
      });
      // What only shifts or scales a little leaves most of them.
      expect(device.stages.find(({ stage }) => stage === 'gain')?.fooling.count).toBeGreaterThan(0);
      expect(leadsInExport(services, 'device')).toEqual(Array(fooled).fill('ECG'));

      const first = await made(services, 'existence', { ...asked, limit: 1, record: names[0] });
      expect(first.perExample).toEqual(all.perExample.slice(0, 1));
      const { figure } = first;
      expect(figure?.record).toBe(names[0]);
      expect(figure?.low.every((low, i) => low <= (figure.high[i] ?? NaN))).toBe(true);
      expect(figure?.original).toHaveLength(9 * 300);
      await expect(made(services, 'existence', { ...asked, record: 'nobody' })).rejects.toMatchObject({
        code: 'bad-input',
        message: /Record nobody is not among/,
      });
    },
    TIMEOUT_MS,
  );
});

describe('certificates', () => {
  it(
    'are of every record, the same again by the seed, and larger with more noise in the smooth space alone',
    async () => {
      const { services, subject } = await openWithRecords();
      const asked = { ...subject, sigmaUnits: 5, draws: 40, choosingDraws: 10 };
      const white = await made(services, 'certificate', asked);
      expect(white.perRecord).toHaveLength(4);
      const { count, of } = white.correct;
      expect([of, count > 0]).toEqual([4, true]);
      const most = 5 * 1.0001 * normalQuantile(0.001 ** (1 / 40));
      for (const { votes, radiusUv, epsilonUv } of white.perRecord) {
        expect(radiusUv === null ? votes < 40 : radiusUv <= most).toBe(true);
        expect(epsilonUv).toBe(radiusUv === null ? null : radiusUv / Math.sqrt(9 * 300));
      }
      expect(white.points[0]).toMatchObject({ epsilonUv: 0.5, certified: { count: 0, of: 4 } });

      const smooth = await made(services, 'certificate', {
        ...asked,
        subspace: 'smooth',
        sigmaUnits: 60,
        epsilonsUnits: [0.1],
      });
      expect(smooth.largestEpsilonUv).toBeGreaterThan(white.largestEpsilonUv);
      expect(smooth.points[0]?.certified.count).toBeGreaterThan(0);

      const { id } =
        services.analyses.list().find(({ request }) => 'subspace' in request && request.subspace === 'smooth') ?? {};
      const { fileName, text } = services.analyses.export(id ?? '');
      expect(fileName).toBe('certificates-compact-simulated.csv');
      expect(parse(text, { columns: true })).toMatchObject(
        smooth.perRecord.map(({ record, votes }) => ({ record, lead: 'ECG', votes: String(votes) })),
      );
    },
    TIMEOUT_MS,
  );
});
