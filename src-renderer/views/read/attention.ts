/**
 * Counts how often the reader's attention went elsewhere. Leaving a window fires several events and a pause often
 * comes with one; from the first of them until everything is back, it is one loss.
 */
export class Attention {
  #away = new Set<'window' | 'page' | 'cover'>();
  #losses = 0;

  /** `reason` has begun (the window lost focus, the page is hidden, the cover is down) or ended. */
  set(reason: 'window' | 'page' | 'cover', away: boolean): void {
    if (away && this.#away.size === 0) this.#losses += 1;
    if (away) this.#away.add(reason);
    else this.#away.delete(reason);
  }

  get losses(): number {
    return this.#losses;
  }

  /** For the next trial. Being away already counts there too: that trial began without the reader. */
  startOver(): void {
    this.#losses = this.#away.size === 0 ? 0 : 1;
  }
}
