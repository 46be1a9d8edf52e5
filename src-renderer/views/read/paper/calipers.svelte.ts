import type { Caliper, CaliperKind } from './caliper-measure.ts';

export type Leg = 'from' | 'to' | 'both';

/** The calipers on the papers of a trial: at most one for intervals and one for amplitudes, seen on all tracings. */
export class Calipers {
  placed: readonly Caliper[] = $state.raw([]);
  /** The interval is repeated over the whole paper. */
  marching = $state(false);
  /** What was measured last, for the record; a new object each time. */
  used = $state.raw<{ text: string } | null>(null);

  find(kind: CaliperKind): Caliper | undefined {
    return this.placed.find((each) => each.kind === kind);
  }

  place(caliper: Caliper): void {
    this.placed = [...this.placed.filter(({ kind }) => kind !== caliper.kind), caliper];
  }

  remove(kind: CaliperKind): void {
    this.placed = this.placed.filter((each) => each.kind !== kind);
    if (kind === 'interval') this.marching = false;
    this.used = { text: `${kind} removed` };
  }

  /** Moves one leg, or the whole, by whole samples or steps. */
  move(kind: CaliperKind, leg: Leg, by: number): void {
    const at = this.find(kind);
    if (at === undefined) return;
    const [from, to] = [leg === 'to' ? 0 : by, leg === 'from' ? 0 : by];
    this.place({ kind, from: at.from + from, to: at.to + to });
  }

  march(): void {
    this.marching = !this.marching;
    this.used = { text: this.marching ? 'march on' : 'march off' };
  }

  /** Says what a caliper measures now that it stands still. */
  settle(kind: CaliperKind, text: string): void {
    const said = `${kind} ${text}`;
    if (this.used?.text !== said) this.used = { text: said };
  }

  startOver(): void {
    this.placed = [];
    this.marching = false;
    this.used = null;
  }
}
