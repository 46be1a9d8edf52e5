import { UPLOAD_PIECE_BYTES, type CollectedFile, type ReturnedFile } from '../../src-shared/contract/bundles.ts';
import type { Client } from './client.ts';
import { pathOf } from './desktop.ts';
import { shownError, type ShownError } from './errors.ts';
import type { Jobs } from './jobs.svelte.ts';

/** A file that a person gave, and what became of it. */
export class ReturnedRow {
  /** Whose panel it was given to; null: the list of all studies. */
  readonly studyId: string | null;
  readonly file: File;
  /** How much of it was sent, 0 to 1; null once all was. */
  sent = $state<number | null>(0);
  told = $state.raw<CollectedFile>();
  error = $state.raw<ShownError>();
  /** Why it is taken although it is not finished. */
  reason = $state('');
  takes = $state(false);

  constructor(file: File, studyId: string | null) {
    this.file = file;
    this.studyId = studyId;
  }

  get name(): string {
    return this.file.name;
  }
}

/** Files that came back from readers: sent to main, checked and taken one after the other, also while the view is left. */
export class Returned {
  rows = $state.raw<readonly ReturnedRow[]>([]);
  busy = $state(false);
  readonly #client: () => Client;
  readonly #jobs: Jobs;
  #last: Promise<void> = Promise.resolve();

  constructor(client: () => Client, jobs: Jobs) {
    this.#client = client;
    this.#jobs = jobs;
  }

  add(files: readonly File[], studyId: string | null): void {
    const rows = files.map((file) => new ReturnedRow(file, studyId));
    this.rows = [...this.rows, ...rows];
    this.#take(rows, () => null);
  }

  /** Takes an unfinished one all the same, for the reason that stands in its row. */
  takeUnfinished(row: ReturnedRow): void {
    row.told = undefined;
    row.sent = 0;
    this.#take([row], ({ reason }) => reason.trim());
  }

  clear(studyId: string | null): void {
    this.rows = this.rows.filter((row) => row.studyId !== studyId);
  }

  #take(rows: readonly ReturnedRow[], reasonOf: (row: ReturnedRow) => string | null): void {
    this.busy = true;
    const turn = this.#last.then(() => this.#takeNow(rows, reasonOf));
    this.#last = turn;
    void turn.then(() => {
      if (this.#last === turn) this.busy = false;
      this.#jobs.refresh();
    });
  }

  async #takeNow(rows: readonly ReturnedRow[], reasonOf: (row: ReturnedRow) => string | null): Promise<void> {
    const sent: { row: ReturnedRow; file: ReturnedFile }[] = [];
    for (const row of rows) {
      try {
        sent.push({ row, file: { at: await this.#send(row), unfinished: reasonOf(row) } });
        row.sent = null;
      } catch (error) {
        row.error = shownError(error);
      }
    }
    const waiting = sent.map(({ row }) => row);
    const [first] = waiting;
    if (!first) return;
    try {
      const files = sent.map(({ file }) => file);
      for await (const told of await this.#client().bundles.collect({ studyId: first.studyId, files })) {
        const row = waiting.shift();
        if (row) row.told = told;
      }
    } catch (error) {
      for (const row of waiting) row.error = shownError(error);
    }
  }

  /** By its path where the window may know it, else in pieces. */
  async #send(row: ReturnedRow): Promise<ReturnedFile['at']> {
    const { file, name } = row;
    const path = pathOf(file);
    if (path !== '') return { path };
    let uploadId: string | null = null;
    for (let from = 0; uploadId === null || from < file.size; from += UPLOAD_PIECE_BYTES) {
      row.sent = file.size === 0 ? 0 : from / file.size;
      const piece = await base64Of(file.slice(from, from + UPLOAD_PIECE_BYTES));
      ({ uploadId } = await this.#client().bundles.upload({ uploadId, name: name.slice(-255), piece }));
    }
    return { uploadId };
  }
}

function base64Of(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => {
      const [, base64 = ''] = String(reader.result).split(',', 2);
      resolve(base64);
    };
    reader.onerror = () => reject(reader.error ?? new Error('The file cannot be read.'));
    reader.readAsDataURL(blob);
  });
}
