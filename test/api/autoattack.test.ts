import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import { openServices } from '../helpers/open-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

it('AutoAttack tells of each record what every attack has reached, in rows and arrays, and the same again', async () => {
  const { services } = await openServices();
  const { jobs, datasets, attacks, verifications } = services;
  const simulation = { records: 24, seed: 1, durationS: 10, name: 'simulated' };
  const { datasetId } = await jobs.finished(datasets.startSimulation(simulation).id);
  const options = attackOptionsSchema.parse({
    ...{ method: 'autoattack', epsilonUnits: 20, apgdSteps: 2, fabSteps: 2, squareQueries: 3 },
  });
  const request = { modelId: 'small', datasetId, split: 'train' as const, limit: 8, options };
  const { runId, fooled, attackable, parts, outputs } = await jobs.finished(attacks.start(request).id);

  expect(outputs).toEqual({ vary: false, areProbabilities: false });
  expect(parts?.[0]).toMatchObject({ attack: 'apgd-ce', tried: attackable });
  // Each is tried on what those before it have left.
  parts?.forEach((part, i) => {
    const before = parts[i - 1];
    if (before) expect(part.tried).toBe(before.tried - before.fooled);
  });
  expect(parts?.reduce((sum, part) => sum + part.fooled, 0)).toBe(fooled);

  const rows = attacks.outcomes(runId);
  const by = rows.filter(({ fooled_by }) => fooled_by !== null);
  expect(by.every((row) => row.fooled === 1)).toBe(true);
  const reached = JSON.parse(rows[0]?.reached ?? '[]') as { attack: string }[];
  expect(reached.length === 0 || reached[0]?.attack === 'apgd-ce').toBe(true);

  const path = join(temporaryFolder(), 'run.npz');
  await jobs.finished(attacks.startExport(runId, path).id);
  const npz = readFileSync(path).toString('latin1');
  for (const name of ['attacks.npy', 'reached.npy', 'advantage.npy']) expect(npz).toContain(name);

  const { intact, verified } = await jobs.finished(verifications.start({ runId, seed: 1 }).id);
  expect({ intact, verified }).toEqual({ intact: true, verified: 8 });
});
