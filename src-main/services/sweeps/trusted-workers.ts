import { createHash } from 'node:crypto';
import { refuse } from '../../queue/presence.ts';
import type { QueueConnection } from '../../queue/connect.ts';
import { firstDifference } from './compare-results.ts';
import { makePiece, type SweepWork } from './make-here.ts';
import type { Receipt } from './piece.ts';
import type { PlannedPiece } from './plan-sweep.ts';

type Worker = NonNullable<Receipt['worker']>;

export interface CheckingOptions {
  /** Share of the pieces that are made again, and the seed of their draw. */
  checkedShare: number;
  seed: number;
}

/**
 * Which workers' results count. The first piece of each, and later ones as a draw decides, are made again here and compared; the
 * first difference ends what is expected of it, and all its pieces have to be made anew.
 */
export class TrustedWorkers {
  readonly #work: SweepWork;
  readonly #queue: QueueConnection;
  readonly #options: CheckingOptions;
  readonly #first = new Map<string, Promise<boolean>>();
  readonly #acceptedOf = new Map<string, { name: string; pieces: PlannedPiece[] }>();
  readonly #refused = new Map<string, { worker: string; why: string }>();
  /** One piece at a time is made again, so that a worker on this machine keeps a core. */
  #last: Promise<unknown> = Promise.resolve();
  checked = 0;
  same = 0;

  constructor(work: SweepWork, queue: QueueConnection, options: CheckingOptions) {
    this.#work = work;
    this.#queue = queue;
    this.#options = options;
  }

  /** Those whose results were other ones. */
  get refused(): { worker: string; why: string }[] {
    return [...this.#refused.values()];
  }

  /** How many pieces of each worker were accepted. */
  get workers(): { name: string; pieces: number }[] {
    return [...this.#acceptedOf.values()].map(({ name, pieces }) => ({ name, pieces: pieces.length }));
  }

  /** Whether this result of a piece is to be kept; then it counts as accepted from its worker. */
  async accept(worker: Worker, planned: PlannedPiece, bytes: Buffer): Promise<boolean> {
    const isFirst = !this.#first.has(worker.id);
    const check = (): Promise<boolean> => this.#check(worker, planned, bytes);
    if (isFirst) this.#first.set(worker.id, check());
    if (!(await this.#first.get(worker.id))) return false;
    if (!isFirst && this.#isDrawn(planned.id) && !(await check())) return false;
    if (this.#refused.has(worker.id)) return false;
    const accepted = this.#acceptedOf.get(worker.id) ?? { name: worker.name, pieces: [] };
    accepted.pieces.push(planned);
    this.#acceptedOf.set(worker.id, accepted);
    return true;
  }

  /** The worker's results are not wanted any more. Its accepted pieces are forgotten, so that they are made anew. */
  async refuse(worker: Worker, why: string): Promise<void> {
    if (this.#refused.has(worker.id)) return;
    this.#refused.set(worker.id, { worker: worker.name, why });
    const pieces = this.#acceptedOf.get(worker.id)?.pieces ?? [];
    this.#acceptedOf.delete(worker.id);
    for (const planned of pieces) {
      this.#work.store.forget(planned.id);
      this.#work.progress.finished(planned, false);
    }
    this.#work.context.log.warn(`The worker ${worker.name} is not used any more, and its pieces are made anew. ${why}`);
    await refuse(this.#queue.redis, worker.id, why);
  }

  async #check(worker: Worker, planned: PlannedPiece, theirs: Buffer): Promise<boolean> {
    const making = this.#last.then(() => makePiece(this.#work, planned));
    this.#last = making.catch(() => undefined);
    const { bytes: ours } = await making;
    const difference = firstDifference(this.#work.context.db, planned, theirs, ours);
    this.checked += 1;
    if (difference === undefined) this.same += 1;
    else await this.refuse(worker, `Made again here, a piece of it is another one. ${difference}`);
    return difference === undefined;
  }

  #isDrawn(id: string): boolean {
    const { seed, checkedShare } = this.#options;
    const drawn = createHash('sha256').update(`${seed} ${id}`).digest().readUInt32LE(0) / 2 ** 32;
    return drawn < checkedShare;
  }
}
