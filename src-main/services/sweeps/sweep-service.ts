import type { JobResults } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { parseSweepPlan, type SweepPlan } from '../../../src-shared/sweeps/plan.ts';
import { listAttackRuns } from '../../db/attacks/attack-runs.ts';
import { readRegular } from '../../ecg/source/regular-file.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { findUniversalFor } from '../attacks/find-universal.ts';
import { findAttackRun } from '../attacks/find-attack-run.ts';
import { arithmeticHere } from './compute-piece.ts';
import { makePiecesHere, type SweepWork } from './make-here.ts';
import { makePiecesWithWorkers } from './make-with-workers.ts';
import { isEngineOf } from './piece.ts';
import { PieceStore } from './piece-store.ts';
import { piecesOfRun, plannedRuns, type SweepTools } from './plan-sweep.ts';
import { storeSweptRun } from './store-swept-run.ts';
import { sweepProgress } from './sweep-progress.ts';

const MOST_PLAN_BYTES = 2 ** 20;

/** The plan in a file. Throws AppError 'bad-input' that names the file, the fields and the cure. */
export function readSweepPlan(path: string): SweepPlan {
  return parseSweepPlan(readRegular(path, MOST_PLAN_BYTES).toString('utf8'), path);
}

/** Sweeps: many attack runs, made in pieces by the cores of this machine or by workers on any. */
export class SweepService {
  readonly #context: ServiceContext;
  readonly #tools: SweepTools;

  constructor(context: ServiceContext, tools: Omit<SweepTools, 'db'>) {
    this.#context = context;
    this.#tools = { ...tools, db: context.db };
  }

  /**
   * Makes the runs of a plan that the workspace does not have yet; with `queue`, the address of Redis or Valkey, by the workers there.
   * Stopped, it leaves the finished pieces, and the next start goes on with them. Throws AppError: not-found, bad-input.
   */
  start(plan: SweepPlan, { queue }: { queue?: string | undefined } = {}): StartedJob<'sweep'> {
    const runs = plannedRuns(this.#tools, plan);
    const title = `Sweep of ${counted(runs.length, 'run')}${queue === undefined ? '' : ' with the workers of a queue'}`;
    return this.#context.jobs.start('sweep', title, (job) => this.#sweep(job, plan, runs, queue));
  }

  async #sweep(
    job: JobContext,
    plan: SweepPlan,
    runs: ReturnType<typeof plannedRuns>,
    queue: string | undefined,
  ): Promise<JobResults['sweep']> {
    const startedAt = performance.now();
    const { db, version, workspace } = this.#context;
    const arithmetic = await arithmeticHere(job.runTask, version);
    const stored = listAttackRuns(db).filter(({ engine }) => isEngineOf(arithmetic, engine));
    const planned = [];
    for (const run of runs) {
      const ofShares = stored.filter(({ summary }) => summary.shares === run.shares.length);
      const there = findAttackRun(db, ofShares, run);
      const universal = there ? undefined : await findUniversalFor(this.#context, job, run);
      const pieces = there ? [] : piecesOfRun(db, run, arithmetic, universal?.pattern);
      planned.push({ run, there, pieces, foundOn: universal?.foundOn });
    }
    const needed = planned.flatMap(({ pieces }) => pieces);
    const store = new PieceStore(workspace.folder);
    const progress = sweepProgress(job, needed);
    const missing = needed.filter((piece) => {
      const isThere = store.read(piece.id) !== undefined;
      if (isThere) progress.finished(piece);
      return !isThere;
    });
    const work: SweepWork = { context: this.#context, job, store, progress };
    const made =
      queue === undefined || missing.length === 0
        ? await makePiecesHere(work, missing).then(() => undefined)
        : await makePiecesWithWorkers(work, { url: queue, plan, arithmetic }, missing);

    const results: JobResults['sweep']['runs'] = [];
    for (const { run, there, pieces, foundOn } of planned) {
      const { runId, ...summary } = there
        ? { runId: there.id, ...there.summary }
        : await storeSweptRun(work, this.#context, run, pieces, foundOn);
      const { records, attackable, fooled, asr, asrInterval } = summary;
      const { method, epsilonUnits } = run.options;
      results.push({
        ...{ runId, model: run.model.name, method, epsilonUnits, wasThere: there !== undefined },
        ...{ records, attackable, fooled, asr, asrInterval },
      });
    }
    for (const { id } of needed) store.forget(id);
    return {
      runs: results,
      pieces: { made: missing.length, kept: needed.length - missing.length },
      workers: made?.workers ?? [],
      refused: made?.refused ?? [],
      checked: made?.checked ?? { pieces: 0, same: 0 },
      seconds: (performance.now() - startedAt) / 1000,
    };
  }
}
