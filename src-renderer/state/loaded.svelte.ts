import { untrack } from 'svelte';
import { shownError, type ShownError } from './errors.ts';

/** Something read from main. The last value stays while it is read again; an older one never replaces a newer one. */
export class Loaded<T> {
  value = $state.raw<T>();
  error = $state.raw<ShownError>();
  busy = $state(false);
  #turn = 0;

  async load(read: () => Promise<T>): Promise<void> {
    const turn = ++this.#turn;
    untrack(() => (this.busy = true));
    try {
      const value = await read();
      if (turn !== this.#turn) return;
      this.value = value;
      this.error = undefined;
    } catch (error) {
      if (turn === this.#turn) this.error = shownError(error);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }
}

/** Something that a person starts: busy while it runs, the error kept until the next try. */
export class Action {
  busy = $state(false);
  error = $state.raw<ShownError>();

  /** Resolves with whether it succeeded. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.error = undefined;
    try {
      await work();
      return true;
    } catch (error) {
      this.error = shownError(error);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
