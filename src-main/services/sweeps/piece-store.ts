import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blobOf } from '../../queue/blobs.ts';
import { receiptSchema, type Receipt } from './piece.ts';

/** A sweep that nobody has gone on with for so long is forgotten. */
const KEPT_MS = 30 * 24 * 3600 * 1000;

export interface KeptPiece {
  receipt: Receipt;
  bytes: Buffer;
}

/**
 * The finished pieces of sweeps that have not ended: a folder of the workspace with a file for each, named after the piece: its
 * receipt as a line of JSON, then its result. A sweep that was stopped finds them again.
 */
export class PieceStore {
  readonly #folder: string;

  constructor(workspaceFolder: string) {
    this.#folder = join(workspaceFolder, 'sweeps');
    mkdirSync(this.#folder, { recursive: true });
    for (const name of readdirSync(this.#folder)) {
      const path = join(this.#folder, name);
      const written = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Infinity;
      if (Date.now() - written > KEPT_MS) rmSync(path, { force: true });
    }
  }

  has(id: string): boolean {
    return existsSync(this.#pathOf(id));
  }

  /** Undefined if it has not been made, or its file is not as it was written. */
  read(id: string): KeptPiece | undefined {
    let all: Buffer;
    try {
      all = readFileSync(this.#pathOf(id));
    } catch {
      return undefined;
    }
    const end = all.indexOf('\n');
    const bytes = all.subarray(end + 1);
    try {
      const receipt = receiptSchema.parse(JSON.parse(all.subarray(0, Math.max(0, end)).toString('utf8')));
      return blobOf(bytes).sha256 === receipt.result.sha256 ? { receipt, bytes } : undefined;
    } catch {
      return undefined;
    }
  }

  write(id: string, { receipt, bytes }: KeptPiece): void {
    const partial = `${this.#pathOf(id)}.${process.pid}`;
    writeFileSync(partial, Buffer.concat([Buffer.from(`${JSON.stringify(receipt)}\n`), bytes]));
    renameSync(partial, this.#pathOf(id));
  }

  forget(id: string): void {
    rmSync(this.#pathOf(id), { force: true });
  }

  #pathOf(id: string): string {
    return join(this.#folder, id);
  }
}
