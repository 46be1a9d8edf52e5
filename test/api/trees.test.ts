import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fillRobustnessSchema } from '../../src-shared/analyses/robustness.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import { openServices } from '../helpers/open-services.ts';

// One flow: every step starts workers, and the simulated records are made once.
it('boosts trees on measured features, a model that is evaluated and attacked like any other', async () => {
  const { services, appRoot } = await openServices();
  const { datasetId } = await services.jobs.finished(
    services.datasets.startSimulation({ records: 80, seed: 3, durationS: 10 }).id,
  );
  const trained = await services.jobs.finished(services.startTreesTraining({ datasetId, rounds: 8 }).id);
  expect(trained).toMatchObject({ name: 'trees' });
  expect(trained.rounds).toBeLessThanOrEqual(8);
  const { modelId } = trained;
  expect(services.models.find(modelId)).toMatchObject({ architecture: 'trees', origin: 'trained' });
  expect(() => services.startTreesTraining({ datasetId })).toThrow(/There is a model "trees" already/);

  const scores = await services.jobs.finished(
    services.models.startEvaluation({ modelId, datasetId, split: 'test' }).id,
  );
  // A simulated class has a rhythm and a shape of its own.
  expect(scores.accuracy).toBeGreaterThan(0.4);

  const modelIds = [modelId, 'small'];
  const compared = await services.jobs.finished(
    services.models.startComparison({ modelIds, datasetId, split: 'test' }).id,
  );
  expect(compared.models[0]?.parameters).toBe(services.models.find(modelId).card.parameters);

  const subject = { modelId, datasetId, split: 'test', limit: 2 } as const;
  const attack = (options: object) =>
    services.attacks.start({ ...subject, options: attackOptionsSchema.parse(options) });
  const square = await services.jobs.finished(attack({ method: 'square', squareQueries: 5, epsilonUnits: 50 }).id);
  expect(square).toMatchObject({ records: 2 });
  expect(square.queriesPerRecord ?? 1).toBeGreaterThan(0);
  await expect(services.jobs.finished(attack({ method: 'pgd' }).id)).rejects.toThrow(/no gradient/);

  // Robustness is filled by gradients; what has none says what to do instead.
  const fill = fillRobustnessSchema.parse({ modelIds: [modelId], datasetId });
  expect(() => services.robustness.startFill(fill)).toThrow(/^trees: no gradient.*--method square/);

  const out = join(appRoot, 'trees.onnx');
  const refused = services.jobs.finished(services.startModelExport({ model: 'trees', out }).id);
  await expect(refused).rejects.toThrow(/consists of trees on measured features.*trees\.json/);
});
