import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { duration } from '../../../src-shared/format/duration.ts';
import { runTask } from '../../jobs/run-task.ts';
import { warmWorkers } from '../../jobs/warm-workers.ts';
import type { SpawnWorker } from '../../jobs/worker-handle.ts';
import { putBlob } from '../../queue/blobs.ts';
import type { Participant } from '../../queue/presence.ts';
import { shownAddress } from '../../queue/queue-errors.ts';
import { arithmeticHere, computePiece, piecesAtOnce, type RunTask } from './compute-piece.ts';
import { queueOf, type Receipt } from './piece.ts';
import { fetchParts, readOrder } from './piece-parts.ts';
import { strangersAmong } from './strangers.ts';

export interface ServeSweepsOptions {
  /** Address of Redis or Valkey. */
  queue: string;
  spawnWorker: SpawnWorker;
  /** Of the program. */
  version: string;
  /** Pieces at once; left out: as many as there are cores, one where a graphics processor searches. */
  atOnce?: number | undefined;
  /** A worker that gives no sign of itself for so long is taken for dead. */
  leaseSeconds: number;
  signal: AbortSignal;
  say: (text: string) => void;
}

/**
 * Makes pieces of other machines' sweeps until `signal` aborts; those at work then go back to the queue. It needs no workspace: models and
 * records come over the queue. Throws AppError: unavailable, refused (a sweep found a result of this worker to be another one).
 */
export async function serveSweeps(options: ServeSweepsOptions): Promise<{ pieces: number }> {
  const { version, atOnce = piecesAtOnce(), leaseSeconds, say } = options;
  const [{ connectQueue }, { servePieces }, presence] = await Promise.all([
    import('../../queue/connect.ts'),
    import('../../queue/serve-pieces.ts'),
    import('../../queue/presence.ts'),
  ]);
  const connection = await connectQueue(options.queue, { patienceMs: Infinity });
  const ended = new AbortController();
  const signal = AbortSignal.any([options.signal, ended.signal]);
  const spawnWorker = warmWorkers(options.spawnWorker);
  const run: RunTask = (task, input, onProgress = () => undefined) =>
    runTask(spawnWorker, task, input, { signal, onProgress });
  const folder = mkdtempSync(join(tmpdir(), 'equipoise-worker-'));
  try {
    const arithmetic = await arithmeticHere(run, version);
    const self: Participant = {
      ...{ id: randomUUID(), role: 'worker', name: `${hostname()}-${process.pid}` },
      ...{ program: version, engine: arithmetic.engine, kind: queueOf(arithmetic) },
    };
    let pieces = 0;
    let refused: string | null = null;
    const strangers = strangersAmong(self);
    const lookAround = async (): Promise<void> => {
      while (!signal.aborted) {
        await presence.announce(connection.redis, self);
        refused = await presence.refusal(connection.redis, self.id);
        if (refused !== null) ended.abort();
        for (const text of strangers(await presence.listPresent(connection.redis))) say(text);
        await setTimeout(presence.SIGN_OF_LIFE_MS, undefined, { signal }).catch(() => undefined);
      }
    };
    const make = async (id: string, ordered: unknown): Promise<Receipt> => {
      const order = readOrder(id, ordered);
      const atHand = await fetchParts(connection, id, order, folder);
      try {
        const { bytes, seconds } = await computePiece(run, atHand, folder);
        const result = await putBlob(connection.redis, bytes);
        pieces += 1;
        say(
          `Piece ${id.slice(0, 12)}: ${order.piece.records.length} records in ${duration(seconds)}; ${pieces} so far`,
        );
        return { result, arithmetic, worker: { id: self.id, name: self.name }, seconds };
      } finally {
        await rm(atHand.packPath, { force: true });
      }
    };
    say(
      `Worker ${self.name} waits for pieces at ${shownAddress(options.queue)} (${self.engine}, version ${version}, ${atOnce} at once). Ctrl-C ends it.`,
    );
    const around = lookAround();
    // What fails here fails the serving too, which says so.
    around.catch(() => ended.abort());
    const name = self.kind;
    await servePieces(connection, { name, atOnce, leaseMs: leaseSeconds * 1000, make, signal, say });
    const goodbye = around.then(() => presence.leave(connection.redis, self.id)).catch(() => undefined);
    // A queue that has gone takes no leave.
    await Promise.race([goodbye, setTimeout(presence.SIGN_OF_LIFE_MS, undefined, { ref: false })]);
    if (refused !== null)
      throw new AppError('refused', `A sweep does not want the results of this worker any more. ${String(refused)}`);
    return { pieces };
  } finally {
    connection.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
