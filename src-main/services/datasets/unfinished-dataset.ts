import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { DatasetRow } from '../../db/datasets/datasets.ts';
import type { NewRecord } from '../../db/datasets/records.ts';
import { deleteUnfinishedPiece, insertUnfinishedDataset } from '../../db/datasets/unfinished-datasets.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import { nowIso } from '../workspace/context.ts';
import type { StoredAhead } from '../workspace/store-signals.ts';
import { addRecords } from './add-records.ts';

const DELETED_AT_ONCE = 200;

/** A dataset whose records are stored with their signals, before anything shows it. */
export class UnfinishedDataset implements StoredAhead {
  readonly id = randomUUID();
  readonly #db: WritableDB;
  readonly #dataset: Omit<DatasetRow, 'id' | 'createdAt'>;
  /** Grows; `#stored` of them are. */
  readonly #rows: readonly NewRecord[];
  #stored = 0;
  #isBegun = false;

  constructor(db: WritableDB, dataset: Omit<DatasetRow, 'id' | 'createdAt'>, rows: readonly NewRecord[]) {
    this.#db = db;
    this.#dataset = dataset;
    this.#rows = rows;
  }

  store(): () => void {
    const { length } = this.#rows;
    if (!this.#isBegun) insertUnfinishedDataset(this.#db, { ...this.#dataset, id: this.id, createdAt: nowIso() });
    addRecords(this.#db, { id: this.id, name: this.#dataset.name }, this.#rows.slice(this.#stored, length));
    return () => {
      this.#isBegun = true;
      this.#stored = length;
    };
  }

  async discard(): Promise<void> {
    const deletePiece = (): boolean => deleteUnfinishedPiece(this.#db, this.id, DELETED_AT_ONCE);
    while (this.#isBegun) {
      this.#isBegun = await storeWhenFree(this.#db, deletePiece);
      await setImmediate();
    }
  }
}
