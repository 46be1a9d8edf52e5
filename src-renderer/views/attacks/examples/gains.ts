import type { DatasetSummary } from '../../../../src-shared/contract/datasets.ts';
import { unitsToMicrovolts } from '../../../../src-shared/ecg.ts';
import type { Client } from '../../../state/client.ts';
import { microvolts } from '../../../../src-shared/format/microvolts.ts';

/** Gain of each dataset (by its name), units per mV: that of its first record, since budgets are stored in ADC units. */
export async function gainsByDataset(client: Client): Promise<ReadonlyMap<string, number>> {
  const datasets = await client.datasets.list();
  const gains = await Promise.all(
    datasets.map(async (dataset) => [dataset.name, await gainOf(client, dataset)] as const),
  );
  return new Map(gains.filter((entry): entry is readonly [string, number] => entry[1] !== undefined));
}

export async function gainOf(client: Client, dataset: DatasetSummary): Promise<number | undefined> {
  const first = await client.datasets.records({ datasetId: dataset.id, limit: 1 });
  return first.rows[0]?.unitsPerMv;
}

/** A budget for people: '10.0 µV'; in ADC units where the gain is not known. */
export function budget(units: number, unitsPerMv: number | undefined): string {
  return unitsPerMv === undefined ? `${units} units` : `${microvolts(unitsToMicrovolts(units, unitsPerMv))} µV`;
}

/** The gain that all datasets share; undefined where they differ, so that a unit is not one voltage. */
export function commonGain(gains: ReadonlyMap<string, number> | undefined): number | undefined {
  const distinct = new Set(gains?.values());
  return distinct.size === 1 ? [...distinct][0] : undefined;
}
