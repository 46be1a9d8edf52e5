import { describe, expect, it } from 'vitest';
import type { ExampleRow } from '../../src-shared/contract/attacks.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import { openServices } from '../helpers/open-services.ts';

const SIMULATION = { records: 24, seed: 1, durationS: 10, name: 'simulated' };

describe('an attack with its control', () => {
  it('tries noise on every record, measures the beats, and is held against the other runs', async () => {
    const { services } = await openServices();
    const { datasetId } = await services.jobs.finished(services.datasets.startSimulation(SIMULATION).id);
    const attack = async (epsilonUnits: number, limit: number) => {
      const options = attackOptionsSchema.parse({ method: 'pgd', pgdSteps: 3, epsilonUnits, alphaUnits: epsilonUnits });
      const request = { modelId: 'small', datasetId, split: 'train' as const, limit, options };
      return await services.jobs.finished(services.attacks.start(request).id);
    };
    const rowsOf = (runId: string): ExampleRow[] => services.attacks.examples({ runId }, 0, 50).rows;

    const all = await attack(40, 12);
    const rows = rowsOf(all.runId);
    expect(rows).toHaveLength(12);
    const attackable = rows.filter(({ originallyCorrect }) => originallyCorrect);
    expect(all.noiseControl).toMatchObject({ fooled: attackable.filter(({ noiseFooled }) => noiseFooled).length });
    expect(rows.every(({ noiseFooled, queries }) => typeof noiseFooled === 'boolean' && queries === null)).toBe(true);
    expect(all).toMatchObject({ perturbedPadding: 0, queriesPerRecord: null });

    // The noise is a record's own: the same whatever else is attacked.
    const few = await attack(40, 4);
    const byRecord = new Map(rows.map((row) => [row.record, row.noiseFooled]));
    for (const { record, noiseFooled } of rowsOf(few.runId)) expect(noiseFooled).toBe(byRecord.get(record));

    const { metrics } = services.attacks.example(rows[0]?.id ?? 0).example;
    expect(metrics.beats).toBeGreaterThan(4);
    expect(metrics.rrMaxChangeMs).not.toBeUndefined();
    expect(metrics.qrsMaxChangeUv).toBeLessThanOrEqual(80);

    // Nothing is known of what this model was trained on, and the split is not for testing.
    expect(all.trainedOn).toBeUndefined();
    const findings = services.attacks.findings(all.runId);
    expect(all.findings).toEqual(findings);
    expect(findings.map(({ code }) => code)).toContain('trained-on-records');
  });
});
