import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** In the folder of the workspace or of the bundle's window, which is closed to other users of the computer. */
const FILE = 'window-access.json';
const MOST_SESSIONS = 50;

/** `digest`: SHA-256 of a page's session in base64, which lets nobody in. */
const keptSchema = z.strictObject({
  port: z.int().min(1).max(65_535),
  sessions: z.array(z.strictObject({ mode: z.enum(['reading', 'workbench']), digest: z.string() })).max(MOST_SESSIONS),
});
type Kept = z.infer<typeof keptSchema>;

/**
 * What a host leaves to the next one of its workspace or bundle, however it ends: its port, and which pages it has let in, so that
 * they go on by themselves when it is started again. A page that may only read is never let into the workbench by this.
 */
export class KeptAccess {
  readonly #path: string;
  readonly #mode: Kept['sessions'][number]['mode'];
  #kept: Kept | undefined;

  constructor(folder: string, mode: 'reading' | 'workbench') {
    this.#path = path.join(folder, FILE);
    this.#mode = mode;
    this.#kept = readKept(this.#path);
  }

  get port(): number | undefined {
    return this.#kept?.port;
  }

  digests(): Buffer[] {
    const all = this.#kept?.sessions ?? [];
    return all.filter(({ mode }) => mode === this.#mode).map(({ digest }) => Buffer.from(digest, 'base64'));
  }

  keepPort(port: number): void {
    this.#write({ port, sessions: this.#kept?.sessions ?? [] });
  }

  keepSession(digest: Buffer): void {
    if (!this.#kept) return;
    const session = { mode: this.#mode, digest: digest.toString('base64') };
    this.#write({ ...this.#kept, sessions: [...this.#kept.sessions, session].slice(-MOST_SESSIONS) });
  }

  /** Whole or not at all. A disk that is full only means that pages are not known after a restart. */
  #write(kept: Kept): void {
    this.#kept = kept;
    const next = `${this.#path}.next`;
    try {
      mkdirSync(path.dirname(next), { recursive: true, mode: 0o700 });
      writeFileSync(next, JSON.stringify(kept), { mode: 0o600 });
      renameSync(next, this.#path);
    } catch {
      // Nothing else depends on it.
    }
  }
}

function readKept(file: string): Kept | undefined {
  try {
    return keptSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
