import type { ClassList } from '../../../src-shared/class-list.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { isAttackable } from '../../../src-shared/attacks/outcome.ts';
import type { AttackRun } from '../../../src-shared/contract/attacks.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import type { Difference, StoredVerification, Verification } from '../../../src-shared/contract/verification.ts';
import { insertAnswer } from '../../db/analyses/analyses.ts';
import { appendAct } from '../../db/audit/acts.ts';
import type { AttackRunRow } from '../../db/attacks/attack-runs.ts';
import { getExample, listCandidates, listExamples } from '../../db/attacks/examples.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { getRecord, listRecordIds } from '../../db/datasets/records.ts';
import { listVerifications, type VerificationRow } from '../../db/analyses/verifications.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import { readRecordPack } from '../../ecg/dataset/record-pack.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { shuffled } from '../../numeric/random.ts';
import { seeded } from '../../numeric/seeding.ts';
import { controlOf } from './control-of.ts';
import { attackInWorkers } from './attack-in-workers.ts';
import type { AttackService } from './attack-service.ts';
import { compareExample, PROBABILITY_TOLERANCE, type ExampleAgain } from './compare-example.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import type { ModelService } from '../models/model-service.ts';

export interface VerifyRequest {
  runId: string;
  /** How many examples to draw; left out: all. */
  sample?: number | undefined;
  seed: number;
}

/** How many verifications of a run are listed. */
const MOST_LISTED = 20;

type Run = AttackRunRow & AttackRun;

/** Recreates examples of a run from what is stored about it, and reports whether they are the same. */
export class VerifyService {
  readonly #context: ServiceContext;
  readonly #models: ModelService;
  readonly #attacks: AttackService;

  constructor(context: ServiceContext, models: ModelService, attacks: AttackService) {
    this.#context = context;
    this.#models = models;
    this.#attacks = attacks;
  }

  /**
   * The job's result is a `Verification`. Throws AppError: not-found; conflict if the model has changed since, so that
   * a comparison would mean nothing; damaged if the model's files are.
   */
  start(request: VerifyRequest): StartedJob<'verify'> {
    const run = this.#attacks.run(request.runId);
    const model = this.#modelOf(run);
    const examples = listExamples(this.#context.db, run.id);
    const drawn = new Set(
      shuffled(
        examples.map(({ id }) => id),
        seeded(request.seed),
      ).slice(0, request.sample),
    );
    const chosen = examples.filter(({ id }) => drawn.has(id));
    const title = `Verify ${chosen.length} of ${examples.length} examples of run ${run.id}`;
    return this.#context.jobs.start('verify', title, async (job) => {
      const verification = { ...(await this.#verify(job, run, model, chosen)), examples: examples.length };
      await this.#store(run, request, verification);
      return verification;
    });
  }

  /** The newest verifications of a run, newest first. */
  list(runId: string): StoredVerification[] {
    return listVerifications(this.#context.db, this.#attacks.run(runId).id, MOST_LISTED);
  }

  async #store(run: Run, { sample, seed }: VerifyRequest, result: Verification): Promise<void> {
    const { db, version } = this.#context;
    const { verified, same, intact, engine, seconds } = result;
    const { modelId, modelSha256, datasetId, split, id: runId } = run;
    const row: VerificationRow = {
      id: randomUUID(),
      ...{ modelId, modelSha256, datasetId, split, seconds, result },
      request: { kind: 'verification', runId, sample, seed },
      engine: engine.now,
      programVersion: version,
      createdAt: nowIso(),
    };
    await storeWhenFree(db, () => {
      insertAnswer(db, row);
      appendAct(db, row.createdAt, 'verify', { runId, verified, same, intact });
    });
  }

  /** The records of a run in the order in which it was given them. */
  #recordsOf({ id, datasetId, split }: Run): RecordId[] {
    const { db } = this.#context;
    const attacked = new Set(listExamples(db, id).map(({ recordId }) => recordId));
    return listRecordIds(db, { datasetId, split }).filter((recordId) => attacked.has(recordId));
  }

  #modelOf(run: Run): ModelRow {
    const model = this.#models.find(run.modelId);
    if (model.sha256 === run.modelSha256) return model;
    throw new AppError(
      'conflict',
      `The model "${model.name}" has changed since run ${run.id} (SHA-256 ${run.modelSha256.slice(0, 12)}… then, ${model.sha256.slice(0, 12)}… now), so its examples cannot be recreated. Restore the old model, or attack again with the current one.`,
      { modelId: model.id, stored: run.modelSha256, now: model.sha256 },
    );
  }

  async #verify(
    job: JobContext,
    run: Run,
    model: ModelRow,
    chosen: readonly { id: number; recordId: RecordId }[],
  ): Promise<Omit<Verification, 'examples'>> {
    const { db, version } = this.#context;
    const work = {
      model,
      modelFolder: this.#models.folderOf(model),
      ...{ datasetId: run.datasetId, split: run.split },
      // A batch's size and order decide the last bit of a gradient, whose sign can decide a sample: the batches of the
      // run are made again, not ones of the drawn examples alone.
      recordIds: this.#recordsOf(run),
      among: new Set(chosen.map(({ recordId }) => recordId)),
      options: run.options,
      control: controlOf(run),
      shares: run.summary.shares,
    };
    return attackInWorkers(this.#context, job, work, async (again) => {
      const signals = new Map<RecordId | undefined, Int16Array>();
      for (const path of again.packPaths) for (const { id, samples } of readRecordPack(path)) signals.set(id, samples);
      const made = new Map(again.examples.map((example) => [example.id, example]));
      const differences: Difference[] = [];
      for (const { id, recordId } of chosen) {
        const example = made.get(recordId);
        const samples = signals.get(recordId);
        if (!example || !samples) throw new AppError('internal', `Record ${recordId} was not made again.`);
        differences.push(...differencesOf(db, id, { ...example, samples }, run.classes));
        // Lets main respond between examples: each takes two disk reads and two hashes.
        await setImmediate();
        job.signal.throwIfAborted();
      }
      const runDifferences = summaryDifferences(db, run);
      const different = new Set(differences.map(({ exampleId }) => exampleId)).size;
      const thenAndNow = (stored: string, now: string): Verification['engine'] => ({
        stored,
        now,
        same: stored === now,
      });
      return {
        runId: run.id,
        verified: chosen.length,
        same: chosen.length - different,
        intact: differences.length === 0 && runDifferences.length === 0,
        engine: thenAndNow(run.engine, again.engine),
        programVersion: thenAndNow(run.programVersion, version),
        runDifferences,
        differences,
        probabilityTolerance: PROBABILITY_TOLERANCE,
        seconds: again.seconds,
      };
    });
  }
}

function differencesOf(db: ReadableDB, exampleId: number, again: ExampleAgain, classes: ClassList): Difference[] {
  const stored = getExample(db, exampleId);
  const record = stored && getRecord(db, stored.recordId);
  if (!record)
    throw new AppError('damaged', `Example ${exampleId} disappeared from the workspace while it was needed.`);
  return compareExample(stored, record, again, classes).map((found) => ({ exampleId, record: record.name, ...found }));
}

/** Where the numbers of the run differ from those of all its stored examples. */
function summaryDifferences(db: ReadableDB, { id, options, summary }: Run): string[] {
  const stored = listCandidates(db, id);
  const attackable = stored.filter((example) => isAttackable(example, options));
  const counts = [
    ['records', summary.records, stored.length],
    [
      'originally correct',
      summary.originallyCorrect,
      stored.filter(({ originallyCorrect }) => originallyCorrect).length,
    ],
    ['attackable', summary.attackable, attackable.length],
    ['fooled', summary.fooled, attackable.filter(({ fooled }) => fooled).length],
  ] as const;
  return counts
    .filter(([, stored, found]) => stored !== found)
    .map(([what, stored, found]) => `The run says ${stored} ${what}, but its stored examples give ${found}.`);
}
