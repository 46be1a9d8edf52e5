import { classesOfCard } from '../../../../src-shared/class-list.ts';
import type { DatasetSummary } from '../../../../src-shared/contract/datasets.ts';
import type { ModelSummary } from '../../../../src-shared/contract/models.ts';
import type { Split } from '../../../../src-shared/ecg.ts';
import type { Client } from '../../../state/client.ts';
import { Loaded } from '../../../state/loaded.svelte.ts';
import { gainOf } from '../examples/gains.ts';

const USUAL_UNITS_PER_MV = 1000;

interface SubjectBefore {
  datasetId: string;
  modelId: string;
  split?: Split | undefined;
  limit?: number | undefined;
}

/** What an attack or an analysis is made of: a model on the records of a split, chosen among all that there are. */
export class Subject {
  readonly choices = new Loaded<{ datasets: DatasetSummary[]; models: ModelSummary[] }>();
  readonly #gain = new Loaded<number | undefined>();
  readonly #client: () => Client;
  datasets = $derived(this.choices.value?.datasets ?? []);
  models = $derived(this.choices.value?.models ?? []);
  datasetId: string;
  modelId: string;
  split = $state<Split>('test');
  limit = $state<number | undefined>(50);
  dataset = $derived(this.datasets.find(({ id }) => id === this.datasetId));
  model = $derived(this.models.find(({ id }) => id === this.modelId));
  /** Of the model: what an attack can lead to. */
  classes = $derived(classesOfCard(this.model?.card ?? {}));
  unitsPerMv = $derived(this.#gain.value ?? USUAL_UNITS_PER_MV);
  /** Whether `unitsPerMv` is that of the records. */
  gainKnown = $derived(this.#gain.value !== undefined);

  /** `before`: what it is filled with, instead of the newest dataset and model. */
  constructor(client: () => Client, before?: SubjectBefore) {
    this.#client = client;
    this.datasetId = $derived(before?.datasetId ?? this.datasets[0]?.id ?? '');
    this.modelId = $derived(before?.modelId ?? this.models[0]?.id ?? '');
    if (before === undefined) return;
    this.split = before.split ?? 'test';
    this.limit = before.limit;
  }

  load(): Promise<void> {
    return this.choices.load(async () => {
      const client = this.#client();
      const [datasets, models] = await Promise.all([client.datasets.list(), client.models.list()]);
      return { datasets, models };
    });
  }

  /** The gain of the chosen dataset, to be called again when another one is chosen. */
  async loadGain(): Promise<void> {
    const { dataset } = this;
    if (dataset !== undefined) await this.#gain.load(() => gainOf(this.#client(), dataset));
  }

  /** The fields that requests have in common. */
  get fields(): { modelId: string; datasetId: string; split: Split; limit?: number } {
    const { modelId, datasetId, split, limit } = this;
    return { modelId, datasetId, split, ...(limit === undefined ? {} : { limit }) };
  }
}
