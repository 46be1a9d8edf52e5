import { setTimeout } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { runConcurrently } from '../../jobs/run-concurrently.ts';
import { deleteBlob, getBlob } from '../../queue/blobs.ts';
import type { QueueConnection } from '../../queue/connect.ts';
import type { PieceEnd, PieceQueue } from '../../queue/piece-queue.ts';
import type { SweepWork } from './make-here.ts';
import { receiptSchema, type Receipt } from './piece.ts';
import type { PlannedPiece } from './plan-sweep.ts';
import { decodeResult } from './result.ts';
import { pieceSender } from './send-piece.ts';
import type { TrustedWorkers } from './trusted-workers.ts';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';

/** So many pieces are on the queue at once: enough for many workers, and little enough for its memory. */
const ON_QUEUE = 64;
/** A refused worker hears of it within seconds; until then it may take the same piece again. */
const AFTER_REFUSAL_MS = 1000;
/** Results that were announced and not there. */
const MOST_LOST = 5;

/**
 * Lets the workers of a queue make pieces, and keeps each when it is accepted. A piece that a worker could not make, or whose result
 * is not accepted, is given to the next. Throws AppError when it failed three times, and when the queue fails.
 */
export async function makePiecesThere(
  work: SweepWork,
  connection: QueueConnection,
  queue: PieceQueue,
  trusted: TrustedWorkers,
  pieces: readonly PlannedPiece[],
): Promise<void> {
  const send = pieceSender(connection, work.context);
  let lost = 0;
  const failed = new AbortController();
  const signal = AbortSignal.any([work.job.signal, failed.signal]);
  const make = async (planned: PlannedPiece): Promise<void> => {
    try {
      while (!(await madeOnce(planned))) await setTimeout(AFTER_REFUSAL_MS, undefined, { signal });
      work.progress.finished(planned);
    } catch (thrown) {
      failed.abort();
      throw thrown;
    }
  };
  const madeOnce = async (planned: PlannedPiece): Promise<boolean> => {
    signal.throwIfAborted();
    await queue.put(planned.id, await send(planned));
    const end = await queue.end(planned.id, signal);
    if (end === undefined) return false;
    if ('failed' in end)
      throw new AppError(
        'internal',
        `No worker could make the piece ${planned.id.slice(0, 12)}. The last one said: ${end.failed}`,
      );
    await queue.remove(planned.id);
    const receipt = receiptOf(end);
    const bytes = await getBlob(connection.redis, receipt.result);
    if (bytes === undefined) {
      lost += 1;
      if (lost <= MOST_LOST) return false;
      throw new AppError(
        'storage',
        'The queue loses what it is given. Give it more memory, and maxmemory-policy noeviction.',
      );
    }
    await deleteBlob(connection.redis, receipt.result);
    const why = whyWrong(planned, receipt, bytes);
    if (why !== undefined) {
      await trusted.refuse(receipt.worker, why);
      return false;
    }
    if (!(await trusted.accept(receipt.worker, planned, bytes))) return false;
    work.store.write(planned.id, { receipt, bytes });
    return true;
  };
  // The pieces of a worker that is refused later are missing again.
  for (let missing = pieces; missing.length > 0; missing = pieces.filter(({ id }) => !work.store.has(id))) {
    const { error } = await runConcurrently(missing, ON_QUEUE, make);
    if (error) throw error;
  }
}

type Given = Receipt & { worker: NonNullable<Receipt['worker']> };

function receiptOf(end: Exclude<PieceEnd, { failed: string }>): Given {
  const parsed = receiptSchema.safeParse(end.given);
  if (parsed.success && parsed.data.worker) return parsed.data as Given;
  throw new AppError(
    'refused',
    'Something on the queue that is no worker of this program answered for a piece. Use a queue of its own.',
  );
}

function whyWrong({ piece, sampleCounts }: PlannedPiece, receipt: Given, bytes: Buffer): string | undefined {
  const { arithmetic } = receipt;
  if (canonicalJson(arithmetic) !== canonicalJson(piece.arithmetic))
    return `It computes with ${arithmetic.engine}, version ${arithmetic.program} of the program, and this machine with ${piece.arithmetic.engine}, version ${piece.arithmetic.program}.`;
  try {
    decodeResult(bytes, piece, sampleCounts);
    return undefined;
  } catch (error) {
    return AppError.from(error).message;
  }
}
