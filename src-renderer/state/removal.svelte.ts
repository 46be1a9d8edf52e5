import type { RemovedThing } from '../../src-shared/contract/removal.ts';
import type { Client } from './client.ts';
import type { Jobs } from './jobs.svelte.ts';
import { Action } from './loaded.svelte.ts';

/** What was deleted last, for as long as the window offers to take it back; views load again after either. */
export class Removal {
  last = $state.raw<RemovedThing & { name: string }>();
  readonly undoing = new Action();
  readonly #client: () => Client;
  readonly #jobs: Jobs;

  constructor(client: () => Client, jobs: Jobs) {
    this.#client = client;
    this.#jobs = jobs;
  }

  async remove(thing: RemovedThing & { name: string }): Promise<void> {
    const { kind, id } = thing;
    await this.#client().removal.remove({ kind, id });
    this.last = thing;
    this.undoing.error = undefined;
    this.#jobs.refresh();
  }

  async undo(): Promise<void> {
    const { last } = this;
    if (last === undefined) return;
    const { kind, id } = last;
    if (!(await this.undoing.run(() => this.#client().removal.restore({ kind, id })))) return;
    this.forget();
    this.#jobs.refresh();
  }

  /** The offer ends; what was deleted stays so. */
  forget(): void {
    this.last = undefined;
  }
}
