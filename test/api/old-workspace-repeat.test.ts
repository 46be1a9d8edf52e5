import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import type { JobId } from '../../src-shared/contract/jobs.ts';
import { verificationSchema } from '../../src-shared/contract/verification.ts';
import { machineArithmetic } from '../../src-main/ml/engine/machine-arithmetic.ts';
import { essence, openOldWorkspace, toldThen, type Told } from '../helpers/old-workspace.ts';
import { samplesSha256 } from '../helpers/tell-workspace.ts';

/**
 * What is guaranteed: on a machine whose TensorFlow computes bit for bit what that of the fixture's machine did, every
 * example is made again byte for byte. On another kind of processor sums have another order; a gradient near 0 then
 * changes its sign here and there, so that a few samples of a signal may differ there, and nothing else but what
 * follows from them. Every run has at most eight records: one batch in one worker, however many cores there are.
 */
const ARITHMETIC = readFileSync(join(import.meta.dirname, '../golden/workspace/arithmetic.txt'), 'utf8').trim();
const exact = (await machineArithmetic()) === ARITHMETIC;

/**
 * Of the samples of a run, on another kind of processor. Two threads instead of one, which also sum in another order,
 * change none of them; a step size or a number of steps that is lost changes half of them or more.
 */
const MOST_DIFFERENT = 0.02;
const TIMEOUT_MS = 120_000;

type Run = Told['runs'][number];

/** The runs of the table by class differ in their target alone: one of them stands for all. */
function worthRepeating(): Run[] {
  const tables = toldThen('analyses').filter(({ kind }) => kind === 'targeted-table');
  const ofTables = tables.flatMap(({ result }) => (result as { runIds: string[] }).runIds.slice(1));
  return toldThen('runs').filter(({ id }) => !ofTables.includes(id));
}

/** Record → samples of its example. */
function samplesOf(services: Services, runId: string): Map<string, Int16Array> {
  const { rows } = services.attacks.examples({ runId }, 0, 100);
  return new Map(rows.map(({ id, record }) => [record, services.attacks.example(id).example.samples]));
}

/** Attacks the records of a run again with these options. Returns the new run's id. */
async function attackAgain(services: Services, { id, summary }: Run, options: unknown): Promise<string> {
  const { modelId, datasetId, split } = services.attacks.run(id);
  const client = createRouterClient(createRouter(services, 'web'));
  type Request = Parameters<typeof client.attacks.start>[0];
  const request = { modelId, datasetId, split, limit: summary.records, options: options as Request['options'] };
  const { jobId } = await client.attacks.start(request);
  const { runId } = await services.jobs.finished(jobId as JobId<'attack'>);
  return runId;
}

function expectSameSamples(again: Map<string, Int16Array>, then: Map<string, Int16Array>): void {
  expect([...again.keys()]).toEqual([...then.keys()]);
  const hashes = (all: Map<string, Int16Array>): string[] => [...all.values()].map(samplesSha256);
  if (exact) expect(hashes(again)).toEqual(hashes(then));
  const apart = [...then].flatMap(([record, samples]) =>
    [...samples].map((value, i) => value - again.get(record)![i]!),
  );
  expect(apart.filter((units) => units !== 0).length / apart.length).toBeLessThan(MOST_DIFFERENT);
}

describe(`attacks of commit 8746c3c, where TensorFlow computes ${exact ? 'as it did then' : 'differently'}`, () => {
  it.each(
    worthRepeating().map((run) => [`${run.options.method} on ${run.model}, run ${run.id.slice(0, 8)}`, run] as const),
  )('verifies every example of %s', { timeout: TIMEOUT_MS }, async (_, run) => {
    const services = await openOldWorkspace();
    const found = verificationSchema.parse(
      await services.jobs.finished(services.verifications.start({ runId: run.id, seed: 1 }).id),
    );
    expect(found).toMatchObject({ verified: run.summary.records, runDifferences: [] });
    if (exact) {
      expect(found).toMatchObject({ differences: [], intact: true, same: run.summary.records });
      return;
    }
    // Records and stored signals are held against their hashes, whatever computes.
    const changed = found.differences.filter(({ part }) => part === 'record' || part === 'stored-signal');
    expect(changed).toEqual([]);
    const again = await attackAgain(services, run, services.attacks.run(run.id).options);
    expectSameSamples(samplesOf(services, again), samplesOf(services, run.id));
  });

  it.each([
    [
      { method: 'spsa', epsilonUnits: 40, alphaUnits: 8, spsaSteps: 6, spsaPairs: 2 },
      { blockSamples: 10, probeUnits: 3, seed: 5 },
    ],
    [
      { method: 'pgd', epsilonUnits: 8, alphaUnits: 4, pgdSteps: 5, loss: 'margin' },
      { randomStart: true, restarts: 2, seed: 7 },
    ],
  ])('makes the same stimuli when it is asked again for $method', { timeout: TIMEOUT_MS }, async (some, others) => {
    const asked = { ...some, ...others };
    const services = await openOldWorkspace();
    const run = toldThen('runs').find(({ options }) => isDeepStrictEqual(essence(options), asked));
    expect(run).toBeDefined();
    const again = await attackAgain(services, run!, asked);
    expect(essence(services.attacks.run(again).options)).toEqual(essence(run!.options));
    expectSameSamples(samplesOf(services, again), samplesOf(services, run!.id));
  });
});
