import { randomUUID } from 'node:crypto';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { AnalysisKind, AnalysisRequest, RequestOf, ResultOf } from '../../../src-shared/analyses/index.ts';
import { ANALYSIS_TABLES, type AnalysisRow } from '../../../src-shared/analyses/tables.ts';
import { fileStem } from '../../../src-shared/format/file-stem.ts';
import { ANALYSIS_ROWS } from '../../report/analysis-rows.ts';
import { toCsv } from '../../report/csv.ts';
import type {
  AnalysisChoices,
  AnalysisFilter,
  Analysis,
  AnalysisListed,
  AnalysisOf,
  AnalysisSummary,
} from '../../../src-shared/contract/analyses.ts';
import type { ClassList } from '../../../src-shared/class-list.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import { findAnalysis, getAnalysis, insertAnswer, listAnalyses } from '../../db/analyses/analyses.ts';
import { analysisChoices, pageAnalyses, type AnalysisOrder } from '../../db/analyses/analysis-pages.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { listExamples } from '../../db/attacks/examples.ts';
import { listRecordIds } from '../../db/datasets/records.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { AnalysisSubject } from './analysis.ts';
import { ANALYSES } from './index.ts';
import { leadsOf } from './leads-of.ts';
import type { AttackService } from '../attacks/attack-service.ts';
import { checkTarget } from '../attacks/check-target.ts';
import { checkModelInput, recordsForModel } from '../models/check-model-input.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import type { ModelService } from '../models/model-service.ts';

/** Analyses: Table 1, curves, existence, transfer, certificates. Each is stored with what it was made from. */
export class AnalysisService {
  readonly #context: ServiceContext;
  readonly #datasets: DatasetService;
  readonly #models: ModelService;
  readonly #attacks: AttackService;

  constructor(context: ServiceContext, datasets: DatasetService, models: ModelService, attacks: AttackService) {
    this.#context = context;
    this.#datasets = datasets;
    this.#models = models;
    this.#attacks = attacks;
  }

  /** Newest first. */
  list(): AnalysisSummary[] {
    return listAnalyses(this.#context.db);
  }

  /** The analyses that pass the filter. */
  page(
    filter: AnalysisFilter,
    order: AnalysisOrder,
    page: { offset: number; limit: number },
  ): { total: number; rows: AnalysisListed[] } {
    return pageAnalyses(this.#context.db, filter, order, page);
  }

  /** The choices for the filter. */
  choices(): AnalysisChoices {
    return analysisChoices(this.#context.db);
  }

  get(id: string): Analysis {
    const found = getAnalysis(this.#context.db, id);
    if (!found) throw new AppError('not-found', `There is no analysis "${id}" in this workspace.`);
    return found;
  }

  /** The same, of one kind. */
  getOf<K extends AnalysisKind>(kind: K, id: string): AnalysisOf<K> {
    const found = this.get(id);
    if (isOfKind(found, kind)) return found;
    throw new AppError('not-found', `The analysis "${id}" is not ${kind} but ${found.kind}.`);
  }

  /** Its table as CSV, with a name for the file. */
  export(id: string): { fileName: string; mediaType: string; text: string } {
    const { kind, model, classes, dataset, result } = this.get(id);
    const { title, fields } = ANALYSIS_TABLES[kind];
    return {
      fileName: `${fileStem(`${title} ${model} ${dataset}`, 'analysis')}.csv`,
      mediaType: 'text/csv',
      text: toCsv(fields, rowsOf(kind, result, classes)),
    };
  }

  /** The newest result of this request by the model as it is now, or undefined. */
  same(request: AnalysisRequest): string | undefined {
    return findAnalysis(this.#context.db, request, this.#subject(request).model.sha256);
  }

  /** The job's result has the `analysisId`. Throws AppError: not-found, bad-input. */
  start(request: AnalysisRequest): StartedJob<'analysis'> {
    const subject = this.#subject(request);
    const title = titleOf(request, subject);
    return this.#context.jobs.start('analysis', title, (job) => this.run(request, job));
  }

  /** Within a job that has already begun. */
  async run<K extends AnalysisKind>(request: RequestOf<K>, job: JobContext): Promise<{ analysisId: string }> {
    const { db, version } = this.#context;
    const subject = this.#subject(request);
    const tools = { context: this.#context, models: this.#models, attacks: this.#attacks };
    const startedAt = performance.now();
    const { engine, result: found } = await ANALYSES[request.kind as K].make(tools, request, subject, job);
    const analysisId = randomUUID();
    const { model, datasetId, split, leftOut } = subject;
    const known = [...leadsOf(tools, subject).values()].filter((lead) => lead !== null);
    const leads = [...new Set(known)].sort();
    const result = { ...found, ...(leftOut.length === 0 ? {} : { leftOut }), ...(leads.length === 0 ? {} : { leads }) };
    await storeWhenFree(db, () => {
      insertAnswer(db, {
        id: analysisId,
        modelId: model.id,
        modelSha256: model.sha256,
        datasetId,
        split,
        request,
        engine,
        programVersion: version,
        createdAt: nowIso(),
        seconds: (performance.now() - startedAt) / 1000,
        result,
      });
      appendAct(db, nowIso(), 'analysis', { analysisId, request });
    });
    return { analysisId };
  }

  #subject(request: AnalysisRequest): AnalysisSubject {
    if ('runId' in request) return this.#subjectOfRun(request.runId);
    const { db } = this.#context;
    const model = this.#models.find(request.modelId);
    const dataset = this.#datasets.find(request.datasetId);
    const { split, limit } = request;
    const ofSplit = listRecordIds(db, { datasetId: dataset.id, split });
    if (ofSplit.length === 0) throw new AppError('bad-input', `The dataset "${dataset.name}" has no ${split} records.`);
    if ('attack' in request) checkTarget(request.attack, model);
    const { recordIds, leftOut } = recordsForModel(db, ofSplit, model);
    if (request.kind === 'transfer') checkModelInput(db, recordIds, this.#models.find(request.surrogateModelId));
    return { model, datasetId: dataset.id, split, recordIds: recordIds.slice(0, limit), leftOut };
  }

  #subjectOfRun(runId: string): AnalysisSubject {
    const run = this.#attacks.run(runId);
    const model = this.#models.find(run.modelId);
    if (model.sha256 !== run.modelSha256) {
      throw new AppError(
        'conflict',
        `The model "${model.name}" has changed since run ${runId}. Attack again with the current one.`,
      );
    }
    const recordIds = listExamples(this.#context.db, runId).map(({ recordId }) => recordId);
    return { model, datasetId: run.datasetId, split: run.split, recordIds, leftOut: [] };
  }
}

function rowsOf<K extends AnalysisKind>(kind: K, result: ResultOf<AnalysisKind>, classes: ClassList): AnalysisRow<K>[] {
  // An analysis holds the result of its own kind.
  return ANALYSIS_ROWS[kind](result as ResultOf<K>, classes);
}

function isOfKind<K extends AnalysisKind>(
  analysis: AnalysisSummary & { result: unknown },
  kind: K,
): analysis is AnalysisOf<K> {
  return analysis.kind === kind;
}

function titleOf<K extends AnalysisKind>(request: RequestOf<K>, subject: AnalysisSubject): string {
  return ANALYSES[request.kind as K].title(request, subject);
}
