import type { Design, DesignContent } from '../../../../src-shared/contract/designs.ts';
import type { Client } from '../../../state/client.ts';
import { shownError, type ShownError } from '../../../state/errors.ts';

/** So long nobody has typed, ms. */
const QUIET_MS = 600;
/** What could not be stored is tried again by itself after this, ms. */
const AGAIN_MS = 4000;

const same = (a: DesignContent, b: DesignContent): boolean =>
  a.text === b.text && a.datasetId === b.datasetId && a.modelId === b.modelId;

/** Stores a design as it is typed: when nobody types for a moment, and at once when the view is left. */
export class KeepDesign {
  /** Of what is stored. */
  savedAt = $state('');
  saving = $state(false);
  error = $state.raw<ShownError>();
  readonly #client: () => Client;
  readonly #id: string;
  #stored: DesignContent;
  #revision: number;
  #wanted: DesignContent;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #work: Promise<void> | undefined;

  constructor(client: () => Client, { id, revision, updatedAt, text, datasetId, modelId }: Design) {
    this.#client = client;
    this.#id = id;
    this.#revision = revision;
    this.savedAt = updatedAt;
    this.#stored = this.#wanted = { text, datasetId, modelId };
  }

  /** Called with every change. */
  want(content: DesignContent): void {
    this.#wanted = content;
    this.#schedule(QUIET_MS);
  }

  /** Resolves once everything is stored, or cannot be. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await (this.#work ??= this.#store().finally(() => (this.#work = undefined)));
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer);
    if (!same(this.#wanted, this.#stored)) this.#timer = setTimeout(() => void this.flush(), ms);
  }

  async #store(): Promise<void> {
    this.saving = true;
    try {
      while (!same(this.#wanted, this.#stored)) {
        const content = this.#wanted;
        const { revision, updatedAt } = await this.#client().designs.save({
          ...content,
          id: this.#id,
          revision: this.#revision,
        });
        this.#stored = content;
        this.#revision = revision;
        this.savedAt = updatedAt;
        this.error = undefined;
      }
    } catch (error) {
      this.error = shownError(error);
      // Another window's change stands: this one is not to overwrite it.
      if (!['conflict', 'not-found'].includes(this.error?.code ?? '')) this.#schedule(AGAIN_MS);
    } finally {
      this.saving = false;
    }
  }
}
