import type { RecordId } from '../../../src-shared/record-id.ts';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { attackOf, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { AttackRun, ExampleRow, Finding, RunChoices, RunFilter } from '../../../src-shared/contract/attacks.ts';
import { RECORD_PIECE_SAMPLES } from '../../../src-shared/contract/datasets.ts';
import type { JobResults } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import type { Neighbours } from '../../../src-shared/contract/neighbours.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import { OUTCOME_FIELDS } from '../../../src-shared/attacks/outcome-fields.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { getAttackRun, insertAttackRun, listAttackRuns } from '../../db/attacks/attack-runs.ts';
import { attackRunChoices, pageAttackRuns, type RunOrder } from '../../db/attacks/attack-run-pages.ts';
import { listOutcomes } from '../../db/attacks/example-outcomes.ts';
import {
  exampleNeighbours,
  pageExamples,
  type ExampleFilter,
  type ExampleOrder,
} from '../../db/attacks/example-pages.ts';
import {
  getExample,
  getExamplePiece,
  insertExamples,
  listExamples,
  type StoredExample,
} from '../../db/attacks/examples.ts';
import type { ModelRow } from '../../db/models/models.ts';
import { getRecord, listRecordIds, type RecordPiece, type StoredRecord } from '../../db/datasets/records.ts';
import { readRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { toCsv } from '../../report/csv.ts';
import { outcomeRows, type OutcomeRow } from '../../report/outcome-rows.ts';
import { attackFindings } from './attack-findings.ts';
import { checkTarget } from './check-target.ts';
import { controlOf } from './control-of.ts';
import { attackInWorkers } from './attack-in-workers.ts';
import { recordsForModel } from '../models/check-model-input.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import type { ModelService } from '../models/model-service.ts';
import { storeSignals } from '../workspace/store-signals.ts';
import { userPath } from '../workspace/user-path.ts';
import { withPack } from '../workspace/worker-packs.ts';
import { summariseAttack } from '../../statistics/summaries/summarise-attack.ts';
import { trainingOverlap } from '../models/training-overlap.ts';
import type { LeftOut } from '../../../src-shared/models/left-out.ts';

export interface AttackRequest {
  modelId: string;
  datasetId: string;
  split: Split;
  /** Only this many records, the first by name; left out: all. */
  limit?: number | undefined;
  options: AttackOptions;
}

interface Page {
  offset: number;
  limit: number;
}

interface AttackPlan {
  model: ModelRow;
  datasetId: string;
  split: Split;
  recordIds: RecordId[];
  /** Records of the split that the model was not made for. */
  leftOut?: LeftOut;
  options: AttackOptions;
}

/** Attack runs and their examples. */
export class AttackService {
  readonly #context: ServiceContext;
  readonly #datasets: DatasetService;
  readonly #models: ModelService;

  constructor(context: ServiceContext, datasets: DatasetService, models: ModelService) {
    this.#context = context;
    this.#datasets = datasets;
    this.#models = models;
  }

  list(): AttackRun[] {
    return listAttackRuns(this.#context.db);
  }

  page(filter: RunFilter, order: RunOrder, page: Page): { total: number; rows: AttackRun[] } {
    return pageAttackRuns(this.#context.db, filter, order, page);
  }

  /** The choices for the filter. */
  choices(): RunChoices {
    return attackRunChoices(this.#context.db);
  }

  run(id: string): ReturnType<typeof listAttackRuns>[number] {
    const run = getAttackRun(this.#context.db, id);
    if (!run) throw new AppError('not-found', `There is no attack run "${id}" in this workspace.`);
    return run;
  }

  /** What the evaluation linter says about a run, given the other runs in the workspace. */
  findings(id: string): Finding[] {
    return attackFindings(this.#context.db, this.run(id));
  }

  examples(
    filter: ExampleFilter,
    offset: number,
    limit: number,
    order: ExampleOrder = { sort: 'record', descending: false },
  ): { total: number; rows: ExampleRow[] } {
    this.run(filter.runId);
    return pageExamples(this.#context.db, filter, order, { offset, limit });
  }

  /** Where an example is in that list; null if the filter keeps it out. */
  neighbours(id: number, filter: ExampleFilter, order: ExampleOrder): Neighbours | null {
    return exampleNeighbours(this.#context.db, filter, order, id);
  }

  example(id: number): { example: StoredExample; original: StoredRecord } {
    const example = getExample(this.#context.db, id);
    const original = example && getRecord(this.#context.db, example.recordId);
    if (!original) throw new AppError('not-found', `There is no example with id ${id}.`);
    return { example, original };
  }

  /** As much of both tracings as is sent at once. Throws AppError 'not-found'. */
  examplePiece(id: number, fromSample: number): { example: StoredExample; original: RecordPiece } {
    const example = getExamplePiece(this.#context.db, id, fromSample, RECORD_PIECE_SAMPLES);
    if (!example) throw new AppError('not-found', `There is no example with id ${id}.`);
    return { example, original: this.#datasets.recordPiece(example.recordId, fromSample) };
  }

  start(request: AttackRequest): StartedJob<'attack'> {
    const model = this.#models.find(request.modelId);
    const dataset = this.#datasets.find(request.datasetId);
    const { split, options } = request;
    checkTarget(options, model);
    const ofSplit = listRecordIds(this.#context.db, { datasetId: dataset.id, split });
    if (ofSplit.length === 0) throw new AppError('bad-input', `The dataset "${dataset.name}" has no ${split} records.`);
    const { recordIds: suitable, leftOut } = recordsForModel(this.#context.db, ofSplit, model);
    const recordIds = suitable.slice(0, request.limit);
    const title = `${attackOf(options.method).name} on ${recordIds.length} ${split} records of ${dataset.name}`;
    return this.#context.jobs.start('attack', title, (job) =>
      this.attackRecords(job, { model, datasetId: dataset.id, split, recordIds, leftOut, options }),
    );
  }

  /** What a run did to each record (src-shared/attacks/outcome-fields.ts), in the order of their names. */
  outcomes(runId: string): OutcomeRow[] {
    const { modelId, options, classes } = this.run(runId);
    const { name } = this.#models.find(modelId);
    return outcomeRows({ runId, model: name, options, classes }, listOutcomes(this.#context.db, runId));
  }

  /** The same as CSV. */
  outcomesCsv(runId: string): string {
    return toCsv(OUTCOME_FIELDS, this.outcomes(runId));
  }

  /** Writes a run as NPZ for other programs; docs/file-formats.md names the arrays. */
  startExport(runId: string, path: string): StartedJob<'export'> {
    const { db, jobs } = this.#context;
    const run = this.run(runId);
    const model = this.#models.find(run.modelId);
    if (model.sha256 !== run.modelSha256) {
      throw new AppError(
        'conflict',
        `The model "${model.name}" has changed since run ${runId}. Attack again with the current one.`,
      );
    }
    const outPath = userPath(path);
    return jobs.start('export', `Export run ${runId} to ${outPath}`, ({ runTask }) => {
      const rows = listExamples(db, runId);
      const { dataset, split, options, engine, programVersion, createdAt } = run;
      const madeFrom = { model: run.model, modelSha256: run.modelSha256, dataset, split, options };
      const packed = {
        recordIds: rows.map(({ recordId }) => recordId),
        model,
        exampleIds: new Map(rows.map(({ recordId, id }) => [recordId, id])),
      };
      return withPack(this.#context, packed, async ({ recordsPath, examplesPath }) => ({
        path: outPath,
        ...(await runTask('export-attack', {
          originalsPath: recordsPath,
          examplesPath,
          modelFolder: this.#models.folderOf(model),
          options,
          control: controlOf(run),
          outcomes: listOutcomes(db, runId),
          about: JSON.stringify({ run: runId, ...madeFrom, engine, programVersion, createdAt }),
          outPath,
        })),
      }));
    });
  }

  /**
   * Attacks these records in workers and stores the run with all its examples in one transaction. In whatever order they
   * are given, they are attacked in the order of their names, in which a verification gives them again: a record's place in
   * its batch can decide the last bit of a gradient.
   */
  async attackRecords(job: Pick<JobContext, 'runTasks' | 'signal'>, plan: AttackPlan): Promise<JobResults['attack']> {
    const { db, version } = this.#context;
    const { model, datasetId, options } = plan;
    checkTarget(options, model);
    const given = new Set(plan.recordIds);
    const recordIds = listRecordIds(db, { datasetId }).filter((id) => given.has(id));
    const modelFolder = this.#models.folderOf(model);
    const work = { model, modelFolder, datasetId, split: plan.split, recordIds, options };
    return attackInWorkers(this.#context, job, work, async (attacked) => {
      const { examples, packPaths, engine, outputs, foundOn, shares, seconds } = attacked;
      const hashes = new Map<RecordId | undefined, string>();
      const runId = randomUUID();
      const summary = {
        shares,
        outputs,
        foundOn,
        ...(plan.leftOut?.length ? { leftOut: plan.leftOut } : {}),
        ...summariseAttack(examples, {
          seconds,
          options,
          trainedOn: trainingOverlap(db, model, recordIds),
        }),
      };
      await setImmediate();
      const record = () => {
        insertAttackRun(db, {
          id: runId,
          modelId: model.id,
          modelSha256: model.sha256,
          datasetId,
          split: plan.split,
          options,
          engine,
          programVersion: version,
          createdAt: nowIso(),
          summary,
        });
        insertExamples(
          db,
          examples.map((example) => {
            return { ...example, runId, recordId: example.id, sha256: hashes.get(example.id) as string };
          }),
        );
        appendAct(db, nowIso(), 'attack', { runId, modelId: model.id, options, records: recordIds.length });
      };
      await storeSignals(
        db,
        readRecordPacks(packPaths),
        ({ id }, sha256) => hashes.set(id, sha256),
        job.signal,
        record,
      );
      // Storing a run and examining it take 30 to 50 ms each.
      await setImmediate();
      return { runId, engine, ...summary, findings: this.findings(runId) };
    });
  }
}

function* readRecordPacks(paths: readonly string[]): Generator<PackedRecord> {
  for (const path of paths) yield* readRecordPack(path);
}
