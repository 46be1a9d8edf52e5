import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { shareCount } from '../../src-main/services/workspace/worker-shares.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { attackOptionsSchema, type AttackOptionsInput } from '../../src-shared/attacks/index.ts';
import { verificationSchema, type Verification } from '../../src-shared/contract/verification.ts';
import { startCommand } from '../helpers/command-line.ts';
import { preparedServices, reopenServices } from '../helpers/open-services.ts';

const SIMULATION = { records: 24, seed: 1, durationS: 10, name: 'simulated' };

/** With a few simulated records. */
const simulated = preparedServices((services) =>
  services.jobs.finished(services.datasets.startSimulation(SIMULATION).id),
);

/** Attacks a few of the records; returns the run. */
async function attacked(services: Services, options: AttackOptionsInput, limit = 4): Promise<string> {
  const { id: datasetId } = services.datasets.find(SIMULATION.name);
  const job = services.attacks.start({
    modelId: 'small',
    datasetId,
    split: 'train',
    limit,
    options: attackOptionsSchema.parse(options),
  });
  return (await services.jobs.finished(job.id)).runId;
}

async function verified(services: Services, runId: string, sample?: number): Promise<Verification> {
  const job = services.verifications.start({ runId, sample, seed: 1 });
  return verificationSchema.parse(await services.jobs.finished(job.id));
}

/** Changes the workspace behind the program's back. */
function tamper(services: Services, sql: string, ...values: unknown[]): void {
  const db = new Database(join(services.workspaceDir, 'workspace.sqlite'));
  // Whoever edits the file is not held up by the program's triggers.
  db.exec('DROP TRIGGER IF EXISTS signals_never_change');
  const { changes } = db.prepare(sql).run(...values);
  db.close();
  expect(changes).toBeGreaterThan(0);
}

/** Each test starts several workers. */
const TIMEOUT_MS = 120_000;

const few = { pgdSteps: 3, sapSteps: 3, spsaSteps: 3, spsaPairs: 2, binarySearchSteps: 2, adamSteps: 3 };

describe('the verification of a run', () => {
  it.each([
    { method: 'pgd' as const, randomStart: true, restarts: 2, seed: 7, ...few },
    { method: 'spsa' as const, seed: 7, ...few },
  ])(
    'finds every example of an intact run as it was stored, also of fewer of them: $method',
    async (options) => {
      const { services } = await simulated();
      const runId = await attacked(services, options, 10);
      expect(await verified(services, runId)).toMatchObject({
        runId,
        examples: 10,
        verified: 10,
        same: 10,
        intact: true,
        differences: [],
        runDifferences: [],
        engine: { same: true },
        programVersion: { stored: '1.2.3', now: '1.2.3', same: true },
      });
      // Fewer are made in the batches of the run, and so give the same bytes.
      expect(await verified(services, runId, 3)).toMatchObject({ examples: 10, verified: 3, same: 3, intact: true });
      expect(services.jobs.list()[0]).toMatchObject({ kind: 'verify', state: 'done' });
      expect(services.verifications.list(runId).map(({ result }) => result)).toMatchObject([
        { verified: 3, intact: true },
        { verified: 10, same: 10, intact: true },
      ]);
    },
    TIMEOUT_MS,
  );

  it(
    'divides the records as the run did, on whatever computer it was made',
    async () => {
      const { services } = await simulated();
      const runId = await attacked(services, { method: 'fgsm' }, 10);
      expect(services.attacks.run(runId).summary.shares).toBe(shareCount(10));
      // As if it had been made with four cores: three records of one length shared a batch, not five or ten.
      tamper(services, "UPDATE attack_runs SET summary = json_set(summary, '$.shares', 4) WHERE id = ?", runId);
      expect(await verified(services, runId, 1)).toMatchObject({ verified: 1 });
      expect(services.jobs.list()[0]?.total).toBeLessThanOrEqual(3);
    },
    TIMEOUT_MS,
  );

  it(
    'finds what was changed in the workspace, and names engine and program where they are others',
    async () => {
      const { services } = await simulated();
      const runId = await attacked(services, { method: 'pgd', ...few }, 5);
      const [first, second, third, fourth] = services.attacks.examples({ runId }, 0, 10).rows;
      const signalOf = (id: number): Int16Array<ArrayBuffer> =>
        Int16Array.from(services.attacks.example(id).example.samples);
      const store = (samples: Int16Array<ArrayBuffer>, sha256: string): void =>
        tamper(services, 'UPDATE signals SET samples = ? WHERE sha256 = ?', Buffer.from(samples.buffer), sha256);

      // One sample of a stored signal by one unit; the signal of another example; a success; a record.
      const changed = signalOf(first!.id);
      changed[100]! += 1;
      store(changed, services.attacks.example(first!.id).example.sha256);
      const other = services.attacks.example(first!.id).example.sha256;
      tamper(services, 'UPDATE examples SET sha256 = ? WHERE id = ?', other, second!.id);
      tamper(services, 'UPDATE examples SET fooled = 1 - fooled WHERE id = ?', third!.id);
      const { original } = services.attacks.example(fourth!.id);
      store(
        original.samples.map((value) => value + 40),
        original.sha256,
      );
      tamper(services, "UPDATE attack_runs SET engine = 'abacus 1', program_version = '0.0.1' WHERE id = ?", runId);

      const found = await verified(services, runId);
      expect(found).toMatchObject({
        verified: 5,
        same: 1,
        intact: false,
        engine: { stored: 'abacus 1', same: false },
        programVersion: { stored: '0.0.1', now: '1.2.3', same: false },
      });
      const parts = (id: number): string[] =>
        found.differences.filter(({ exampleId }) => exampleId === id).map(({ part }) => part);
      expect(parts(first!.id)).toEqual(['stored-signal', 'signal']);
      expect(parts(second!.id)).toEqual(['stored-signal', 'signal']);
      expect(parts(third!.id)).toEqual(['outcome']);
      expect(parts(fourth!.id)).toEqual(expect.arrayContaining(['record', 'signal']));
      expect(found.differences[1]!.message).toBe(
        '1 of 3000 samples differ from the recreated ones, by up to 1 ADC units.',
      );

      tamper(services, 'DELETE FROM examples WHERE id = ?', third!.id);
      expect((await verified(services, runId, 1)).runDifferences).toContain(
        'The run says 5 records, but its stored examples give 4.',
      );
    },
    TIMEOUT_MS,
  );

  it(
    'is of records in the order of their names, in whatever order a study draws them',
    { timeout: TIMEOUT_MS },
    async () => {
      const { services } = await simulated();
      const { id: datasetId } = services.datasets.find(SIMULATION.name);
      const drawn = services.datasets.records({ datasetId, split: 'train' }, 0, 4).rows.map(({ id }) => id);
      const plan = { model: services.models.find('small'), datasetId, split: 'train' as const };
      const options = attackOptionsSchema.parse({ method: 'fgsm' });
      const { id } = services.jobs.start('attack', 'of a study', (job) =>
        services.attacks.attackRecords(job, { ...plan, recordIds: drawn.reverse(), options }),
      );
      const { runId } = await services.jobs.finished(id);
      // Stored as they were attacked: one batch, since all are of one length.
      const { rows } = services.attacks.examples({ runId }, 0, 4);
      expect(rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).sort((a, b) => a - b));
    },
  );

  it('refuses if the model has changed since, and for a run that does not exist', { timeout: TIMEOUT_MS }, async () => {
    const { services, appRoot } = await simulated();
    const runId = await attacked(services, { method: 'fgsm', ...few });
    await services.close();
    appendFileSync(join(appRoot, 'resources', 'models', 'small', 'weights.bin'), 'x');
    const later = await reopenServices(appRoot);
    expect(() => later.verifications.start({ runId, seed: 1 })).toThrow(
      /model "small" has changed since run .* Restore the old model, or attack again/,
    );
    expect(() => later.verifications.start({ runId: 'none', seed: 1 })).toThrow(/no attack run "none"/);
  });

  it('ends the command with 0 for an intact run and with 1 for another', { timeout: TIMEOUT_MS }, async () => {
    const { services } = await simulated();
    // The command line works with the bundled model of the program itself.
    await services.close();
    const workspace = services.workspaceDir;
    const attack = ['attack', '--method', 'fgsm', '--split', 'train', '--limit', '2', '--json'];
    const { runId } = JSON.parse((await startCommand(workspace, attack).ended).stdout) as { runId: string };

    const intact = await startCommand(workspace, ['verify', runId, '--all']).ended;
    expect(intact).toMatchObject({ code: 0 });
    expect(intact.stdout).toBe(`Run ${runId}: 2 of 2 examples recreated, 2 as stored\nNothing differs.\n`);

    tamper(services, 'UPDATE examples SET fooled = 1 - fooled WHERE run_id = ?', runId);
    const other = await startCommand(workspace, ['verify', runId, '--json']).ended;
    expect(other.code).toBe(1);
    expect(verificationSchema.parse(JSON.parse(other.stdout))).toMatchObject({ verified: 2, same: 0, intact: false });
  });
});
