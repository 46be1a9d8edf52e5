import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** What nobody has asked for since goes when another one comes. */
const FORGOTTEN_AFTER_MS = 3_600_000;

interface Upload {
  /** As the window named it. */
  name: string;
  path: string;
  touchedAt: number;
}

/** Files that a window sends in pieces, since a browser does not say where they lie; each is used once. */
export class Uploads {
  readonly #workspace: Pick<Workspace, 'makeTemporaryFolder'>;
  readonly #uploads = new Map<string, Upload>();

  constructor(workspace: Pick<Workspace, 'makeTemporaryFolder'>) {
    this.#workspace = workspace;
  }

  /** Appends a piece, to a new file if there is no id. Throws AppError 'not-found' for one that is gone. */
  async append(uploadId: string | null, name: string, piece: Uint8Array): Promise<string> {
    const id = uploadId ?? this.#begin(name);
    const upload = this.find(id);
    upload.touchedAt = Date.now();
    await appendFile(upload.path, piece, { mode: 0o600 });
    return id;
  }

  remove(uploadId: string): void {
    const upload = this.#uploads.get(uploadId);
    this.#uploads.delete(uploadId);
    if (upload) rmSync(dirname(upload.path), { recursive: true, force: true });
  }

  #begin(name: string): string {
    const forgotten = [...this.#uploads].filter(([, { touchedAt }]) => touchedAt < Date.now() - FORGOTTEN_AFTER_MS);
    for (const [id] of forgotten) this.remove(id);
    const id = randomUUID();
    // A name of the other side, in whatever system's spelling: only its last part, and not as a path.
    const file = basename(name).replaceAll(/[^\p{L}\p{N}._ -]/gu, '_');
    const path = join(this.#workspace.makeTemporaryFolder(), `_${file}`);
    this.#uploads.set(id, { name, path, touchedAt: Date.now() });
    return id;
  }

  /** Throws AppError 'not-found' for one that is gone. */
  find(id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload) return upload;
    throw new AppError('not-found', 'What was sent of this file is gone. Drop it once more.');
  }
}
