import type { DatasetSummary } from '../../../../src-shared/contract/datasets.ts';
import type { Client } from '../../../state/client.ts';

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

/** The gain that all datasets share; undefined where they differ, so that a unit is not one voltage. */
export function commonGain(gains: ReadonlyMap<string, number> | undefined): number | undefined {
  const distinct = new Set(gains?.values());
  return distinct.size === 1 ? [...distinct][0] : undefined;
}
