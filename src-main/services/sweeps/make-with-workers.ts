import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import type { JobResults } from '../../../src-shared/contract/job-results.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import type { SweepPlan } from '../../../src-shared/sweeps/plan.ts';
import type { Participant } from '../../queue/presence.ts';
import { queueError, shownAddress } from '../../queue/queue-errors.ts';
import type { SweepWork } from './make-here.ts';
import { makePiecesThere } from './make-there.ts';
import { queueOf, type Arithmetic } from './piece.ts';
import type { PlannedPiece } from './plan-sweep.ts';
import { strangersAmong } from './strangers.ts';
import { TrustedWorkers } from './trusted-workers.ts';

/** So long may the queue be away, ms. */
const PATIENCE_MS = 60_000;

interface Subject {
  /** Of the queue. */
  url: string;
  plan: Pick<SweepPlan, 'checkedShare' | 'seed'>;
  arithmetic: Arithmetic;
}

/**
 * Has pieces made by the workers of a queue, which is loaded here and nowhere else; says meanwhile how many there are, and which others
 * cannot take part and why. Throws AppError: unavailable, storage, refused.
 */
export async function makePiecesWithWorkers(
  work: SweepWork,
  { url, plan, arithmetic }: Subject,
  pieces: readonly PlannedPiece[],
): Promise<Pick<JobResults['sweep'], 'workers' | 'refused' | 'checked'>> {
  const [{ connectQueue }, { openPieceQueue }, presence] = await Promise.all([
    import('../../queue/connect.ts'),
    import('../../queue/piece-queue.ts'),
    import('../../queue/presence.ts'),
  ]);
  const connection = await connectQueue(url, { patienceMs: PATIENCE_MS });
  const { redis } = connection;
  const self: Participant = {
    ...{ id: randomUUID(), role: 'sweep', name: `${hostname()}-${process.pid}` },
    ...{ program: arithmetic.program, engine: arithmetic.engine, kind: queueOf(arithmetic) },
  };
  const ended = new AbortController();
  const strangers = strangersAmong(self);
  const lookAround = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      await presence.announce(redis, self);
      const present = await presence.listPresent(redis);
      for (const text of strangers(present)) work.context.log.warn(text);
      const workers = present.filter(({ role, kind }) => role === 'worker' && kind === self.kind).length;
      const where = `start one: equipoise worker --queue ${shownAddress(url)}`;
      work.progress.note(workers === 0 ? `no worker there yet; ${where}` : counted(workers, 'worker'));
      await setTimeout(presence.SIGN_OF_LIFE_MS, undefined, { signal: ended.signal }).catch(() => undefined);
    }
  };
  const queue = await openPieceQueue(connection, self.kind);
  try {
    // What fails here fails the pieces too, which say so.
    void lookAround().catch(() => undefined);
    const trusted = new TrustedWorkers(work, connection, plan);
    await makePiecesThere(work, connection, queue, trusted, pieces);
    await presence.leave(redis, self.id);
    const { checked, same, refused, workers } = trusted;
    return { workers, refused, checked: { pieces: checked, same } };
  } catch (error) {
    throw work.job.signal.aborted ? error : queueError(error, url);
  } finally {
    ended.abort();
    connection.close();
    await queue.close();
  }
}
