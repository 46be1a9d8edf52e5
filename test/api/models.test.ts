import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openServices, reopenServices } from '../helpers/open-services.ts';

describe('bundled models', () => {
  it('shows no scores of weights that the program has replaced, and the new card', async () => {
    const { services, appRoot } = await openServices();
    const { datasetId } = await services.jobs.finished(
      services.datasets.startSimulation({ records: 12, seed: 1, durationS: 10 }).id,
    );
    const request = { modelId: 'small', datasetId, split: 'train' as const };
    await services.jobs.finished(services.models.startEvaluation(request).id);
    expect(services.models.list()[0]?.evaluations).toHaveLength(1);
    await services.close();

    const folder = join(appRoot, 'resources', 'models', 'small');
    writeFileSync(join(folder, 'card.json'), '{"architecture":"compact","parameters":7}');
    const sameWeights = await reopenServices(appRoot);
    expect(sameWeights.models.list()[0]).toMatchObject({ parameters: 7, evaluations: [{ split: 'train' }] });
    await sameWeights.close();

    writeFileSync(join(folder, 'weights.bin'), 'other weights');
    const otherWeights = await reopenServices(appRoot);
    expect(otherWeights.models.list()[0]).toMatchObject({ parameters: 7, evaluations: [] });
  });
});
