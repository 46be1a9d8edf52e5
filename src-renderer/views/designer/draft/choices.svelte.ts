import type { ArmList, ListMistakes } from '../../../../src-shared/contract/designs.ts';
import type { DatasetSummary } from '../../../../src-shared/contract/datasets.ts';
import type { ModelSummary } from '../../../../src-shared/contract/models.ts';
import type { Client } from '../../../state/client.ts';
import { Loaded } from '../../../state/loaded.svelte.ts';
import { gainOf } from '../../attacks/examples/gains.ts';

/** At which a unit is a microvolt. */
const USUAL_UNITS_PER_MV = 1000;

/** What a design can be built from. */
export class Choices {
  readonly #client: () => Client;
  readonly #loaded = new Loaded<{ datasets: DatasetSummary[]; models: ModelSummary[] }>();
  readonly #gain = new Loaded<number | undefined>();

  constructor(client: () => Client) {
    this.#client = client;
  }

  get datasets(): readonly DatasetSummary[] {
    return this.#loaded.value?.datasets ?? [];
  }

  get models(): readonly ModelSummary[] {
    return this.#loaded.value?.models ?? [];
  }

  get error() {
    return this.#loaded.error;
  }

  /** Gain of the chosen dataset, by which sizes are asked for in µV. */
  get unitsPerMv(): number {
    return this.#gain.value ?? USUAL_UNITS_PER_MV;
  }

  /** The pairs that a CSV file lists. */
  readPairs(request: Parameters<Client['designs']['readPairs']>[0]): Promise<ArmList[]> {
    return this.#client().designs.readPairs(request);
  }

  /** What is wrong with listed pairs. */
  checkPairs(request: Parameters<Client['designs']['checkPairs']>[0]): Promise<ListMistakes> {
    return this.#client().designs.checkPairs(request);
  }

  load(): Promise<void> {
    return this.#loaded.load(async () => {
      const [datasets, models] = await Promise.all([this.#client().datasets.list(), this.#client().models.list()]);
      return { datasets, models };
    });
  }

  async loadGain(datasetId: string | null): Promise<void> {
    const dataset = this.datasets.find(({ id }) => id === datasetId);
    if (dataset) await this.#gain.load(() => gainOf(this.#client(), dataset));
  }
}
