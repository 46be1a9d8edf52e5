import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RecordIdentity } from '../../src-main/db/datasets/record-identities.ts';
import { hashRecordings } from '../../src-main/ecg/dataset/record-set-hash.ts';
import { buildCompact } from '../../src-main/ml/models/compact.ts';
import { saveModel } from '../../src-main/ml/files/save-model.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { trainingHalf } from '../../src-main/ml/training/training-half.ts';
import type { RequestOf, ResultOf } from '../../src-shared/analyses/index.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import type { Split } from '../../src-shared/ecg.ts';
import { openServices, reopenServices } from '../helpers/open-services.ts';

const SIMULATION = { records: 24, seed: 1, durationS: 10, name: 'simulated' };
const TIMEOUT_MS = 120_000;

/**
 * Three models: `small`, `twin` with the same weights in another file, `other` with other weights and the card of one
 * that learned from the first half of the dataset.
 */
async function openWithThreeModels(): Promise<{ services: Services; datasetId: string; half: RecordIdentity[] }> {
  const { services: first, appRoot } = await openServices();
  const simulated = await first.jobs.finished(first.datasets.startSimulation(SIMULATION).id);
  const datasetId = simulated.datasetId;
  const ofSplit = (split: Split): RecordIdentity[] =>
    first.datasets
      .records({ datasetId, split }, 0, SIMULATION.records)
      .rows.map(({ id, label }) => ({ id, label, split, sha256: first.datasets.record(id).sha256 }));
  const half = trainingHalf(ofSplit('train'), 1);
  await first.close();
  const folder = (name: string): string => join(appRoot, 'resources', 'models', name);
  cpSync(folder('small'), folder('twin'), { recursive: true });
  const topology = join(folder('twin'), 'model.json');
  writeFileSync(topology, `${readFileSync(topology, 'utf8')}\n`);
  const stages = [
    { filters: 4, blocks: 1 },
    { filters: 4, blocks: 1 },
  ];
  await saveModel(folder('other'), buildCompact(2, { towers: 1, stages, classes: 4 }));
  const records = { train: half.length, trainSha256: hashRecordings(half.map(({ sha256 }) => sha256)) };
  writeFileSync(join(folder('other'), 'card.json'), JSON.stringify({ records, options: { half: 1 } }));
  return { services: await reopenServices(appRoot), datasetId, half };
}

async function transferred(services: Services, request: RequestOf<'transfer'>): Promise<ResultOf<'transfer'>> {
  const { analysisId } = await services.jobs.finished(services.analyses.start(request).id);
  return services.analyses.getOf('transfer', analysisId).result;
}

describe('transfer', () => {
  it(
    'fools a target that computes as its surrogate does exactly as the surrogate, noise included',
    async () => {
      const { services, datasetId, half } = await openWithThreeModels();
      const attack = attackOptionsSchema.parse({ method: 'pgd', epsilonUnits: 150, alphaUnits: 30, pgdSteps: 8 });
      const request = {
        kind: 'transfer' as const,
        datasetId,
        split: 'train' as const,
        surrogateModelId: 'small',
        attack,
      };
      const twin = await transferred(services, { ...request, modelId: 'twin' });
      const { summary } = services.attacks.run(twin.runId);
      expect(services.attacks.run(twin.runId)).toMatchObject({ modelId: 'small', options: attack });
      expect(summary.fooled).toBeGreaterThan(0);
      const share = { count: summary.fooled, of: summary.attackable, rate: summary.asr, interval: summary.asrInterval };
      expect(twin.fooledSurrogate).toEqual(share);
      expect(twin.fooledTarget).toEqual(share);
      expect(twin.fooledTargetWhereSurrogate).toMatchObject({ count: summary.fooled, rate: 1 });
      expect(twin.agreement.rate).toBe(1);
      expect(twin.noise).toMatchObject({ count: summary.noiseControl?.fooled, of: summary.attackable });

      // Another target: the same run is judged, and only the records that this target gets right count.
      const other = await transferred(services, { ...request, modelId: 'other' });
      expect(other.runId).toBe(twin.runId);
      expect(services.attacks.list()).toHaveLength(1);
      const evaluation = services.models.startEvaluation({ modelId: 'other', datasetId, split: 'train' });
      const { confusion } = (await services.jobs.finished(evaluation.id)) as { confusion: number[][] };
      const right = confusion.reduce((sum, row, truth) => sum + row[truth]!, 0);
      expect(other).toMatchObject({ targetCorrect: right, surrogateCorrect: summary.originallyCorrect });
      expect(other.fooledTarget.of).toBe(right);
      expect([twin.targetTrainedOn, other.targetTrainedOn]).toEqual([undefined, half.length]);
      const known = services.attacks.findings(twin.runId).find(({ code }) => code === 'trained-on-records');
      expect(known?.message).toContain(`other was trained on ${half.length} of ${summary.records}`);
      expect(other.noise.of).toBe(right);
    },
    TIMEOUT_MS,
  );

  it(
    'refuses a model as its own surrogate',
    async () => {
      const { services } = await openServices();
      const { datasetId } = await services.jobs.finished(services.datasets.startSimulation(SIMULATION).id);
      const request = {
        kind: 'transfer' as const,
        modelId: 'small',
        surrogateModelId: 'small',
        datasetId,
        split: 'test' as const,
        attack: attackOptionsSchema.parse({ method: 'fgsm' }),
      };
      await expect(services.jobs.finished(services.analyses.start(request).id)).rejects.toThrow(
        /"small" and "small" are the same model\. Choose a surrogate with another seed/,
      );
    },
    TIMEOUT_MS,
  );
});
