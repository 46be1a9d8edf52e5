import { expect, it } from 'vitest';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import { openServices } from '../helpers/open-services.ts';

it('a universal perturbation is found on another split than it is judged on, which the run says, and found again', async () => {
  const { services } = await openServices();
  const { jobs, datasets, attacks, verifications } = services;
  const simulation = { records: 30, seed: 1, durationS: 10, name: 'simulated' };
  const { datasetId } = await jobs.finished(datasets.startSimulation(simulation).id);
  const options = attackOptionsSchema.parse({ method: 'universal', universalSteps: 3, foundOnRecords: 2 });
  const request = { modelId: 'small', datasetId, limit: 3, options };
  const { runId, foundOn, records } = await jobs.finished(attacks.start({ ...request, split: 'train' }).id);
  expect(records).toBe(3);
  expect(foundOn).toMatchObject({ split: 'validation', records: 2 });
  expect(attacks.run(runId).summary.foundOn).toEqual(foundOn);
  const { intact, verified } = await jobs.finished(verifications.start({ runId, seed: 1 }).id);
  expect({ intact, verified }).toEqual({ intact: true, verified: 3 });

  const other = await jobs.finished(attacks.start({ ...request, limit: 1, split: 'validation' }).id);
  expect(other.foundOn).toMatchObject({ split: 'train' });
});
