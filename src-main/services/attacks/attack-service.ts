import { AppError } from '../../../src-shared/errors/app-error.ts';
import { attackOf, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { AttackRun, ExampleRow, Finding, RunChoices, RunFilter } from '../../../src-shared/contract/attacks.ts';
import { RECORD_PIECE_SAMPLES } from '../../../src-shared/contract/datasets.ts';
import type { JobResults } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import type { Neighbours } from '../../../src-shared/contract/neighbours.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import { OUTCOME_FIELDS } from '../../../src-shared/attacks/outcome-fields.ts';
import { getAttackRun, listAttackRuns } from '../../db/attacks/attack-runs.ts';
import { attackRunChoices, pageAttackRuns, type RunOrder } from '../../db/attacks/attack-run-pages.ts';
import { listOutcomes } from '../../db/attacks/example-outcomes.ts';
import {
  exampleNeighbours,
  pageExamples,
  type ExampleFilter,
  type ExampleOrder,
} from '../../db/attacks/example-pages.ts';
import { getExample, getExamplePiece, listExamples, type StoredExample } from '../../db/attacks/examples.ts';
import { getRecord, listRecordIds, type RecordPiece, type StoredRecord } from '../../db/datasets/records.ts';
import { readRecordPack, type PackedRecord } from '../../ecg/dataset/record-pack.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { toCsv } from '../../report/csv.ts';
import { outcomeRows, type OutcomeRow } from '../../report/outcome-rows.ts';
import { attackFindings } from './attack-findings.ts';
import { checkTarget } from './check-target.ts';
import { controlOf } from './control-of.ts';
import { attackInWorkers } from './attack-in-workers.ts';
import { storeAttackRun, type AttackPlan } from './store-attack-run.ts';
import { recordsForModel } from '../models/check-model-input.ts';
import type { ServiceContext } from '../workspace/context.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import type { ModelService } from '../models/model-service.ts';
import { userPath } from '../workspace/user-path.ts';
import { withPack } from '../workspace/worker-packs.ts';

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
    const { db } = this.#context;
    const { model, datasetId, options } = plan;
    checkTarget(options, model);
    const given = new Set(plan.recordIds);
    const recordIds = listRecordIds(db, { datasetId }).filter((id) => given.has(id));
    const modelFolder = this.#models.folderOf(model);
    const work = { model, modelFolder, datasetId, split: plan.split, recordIds, options };
    return attackInWorkers(this.#context, job, work, async ({ packPaths, ...attacked }) => {
      const signals = readRecordPacks(packPaths);
      const run = await storeAttackRun(this.#context, job.signal, { ...plan, recordIds }, { ...attacked, signals });
      return { ...run, findings: this.findings(run.runId) };
    });
  }
}

function* readRecordPacks(paths: readonly string[]): Generator<PackedRecord> {
  for (const path of paths) yield* readRecordPack(path);
}
