import { checkTarget } from '../attacks/check-target.ts';
import { basename } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { DatasetSummary } from '../../../src-shared/contract/datasets.ts';
import { listRecordIdentities } from '../../db/datasets/record-identities.ts';
import { listRecordDurations } from '../../db/datasets/records.ts';
import type { ReproductionData } from '../../report/reproduction/data.ts';
import { writeReproduction, type ReportFile } from '../../report/reproduction/write.ts';
import { checkModelInput } from '../models/check-model-input.ts';
import type { ServiceContext } from '../workspace/context.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { causesOf, causeSteps } from './cause-steps.ts';
import { collectCauses } from './collect-causes.ts';
import { collectModel } from './collect-model.ts';
import { collectRobustness } from '../analyses/robustness.ts';
import type { RobustModel } from '../../../src-shared/analyses/robustness.ts';
import { collectPictures } from './collect-pictures.ts';
import { SPLIT, type ReproductionSubject, type ReproductionTools } from './find-run.ts';
import { makeSteps, type StepHooks } from './make-steps.ts';
import { commandOf, type ReproductionRequest } from './request.ts';
import { PAPER_NETWORK, stepsFor, stepsForPaperNetwork, withAtMost, type ReproductionStep } from './steps.ts';
import { hashRecords } from '../../ecg/dataset/record-set-hash.ts';

/** The paper as a list of steps, and the report of what they stored. */
export class ReproductionService {
  readonly #context: ServiceContext;
  readonly #datasets: DatasetService;
  readonly #tools: ReproductionTools;

  constructor(context: ServiceContext, parts: { datasets: DatasetService } & Omit<ReproductionTools, 'db'>) {
    this.#context = context;
    const { datasets, ...tools } = parts;
    this.#datasets = datasets;
    this.#tools = { db: context.db, ...tools };
  }

  /** Every step in order; each says whether its result exists. Throws AppError: not-found, bad-input. */
  steps(request: ReproductionRequest): ReproductionStep[] {
    const [subject, paperNetwork] = this.#subjects(request);
    const first = stepsFor(this.#tools, subject, request);
    return [
      ...first,
      ...(paperNetwork ? stepsForPaperNetwork(this.#tools, paperNetwork) : []),
      ...causesOf(request).flatMap((cause) => causeSteps(this.#tools, subject, cause, request)),
    ];
  }

  /** Makes what is not stored yet; the result goes into `report`. Throws AppError: cancelled, or that of a step. */
  make(request: ReproductionRequest, hooks: StepHooks): Promise<Map<string, string>> {
    return makeSteps(this.steps(request), hooks);
  }

  /** What the workspace holds of it; `reasons` gives, by title, why steps could not be made. */
  collect(request: ReproductionRequest, reasons: ReadonlyMap<string, string> = new Map()): ReproductionData {
    const [subject, paperNetwork] = this.#subjects(request);
    const models = [subject, ...(paperNetwork ? [paperNetwork] : [])].map((one) =>
      collectModel(this.#tools, one, request),
    );
    const causes = collectCauses(this.#tools, subject, request);
    const [model] = models;
    const robustness = this.#robustness(subject.dataset, models);
    const missing = this.steps(request)
      .filter((step) => step.found() === undefined)
      .map(({ title }) => ({ step: title, reason: reasons.get(title) ?? 'It has not been made yet.' }));
    return {
      format: 'equipoise-reproduction-1',
      programVersion: this.#context.version,
      command: commandOf(request),
      newestResult: [newest({ models, causes }), robustness.newestResult].sort().at(-1) ?? '',
      limit: subject.limit === undefined || subject.limit >= subject.dataset.splitCounts.test ? null : subject.limit,
      dataset: this.#describe(subject.dataset),
      models,
      causes,
      robustness,
      pictures: model
        ? collectPictures(this.#tools, model)
        : { pairs: [], artefacts: null, procedures: null, spectra: null },
      missing,
    };
  }

  /** The files of the report: report.html, report.json, a CSV for each table, and the outcomes of all its runs. */
  report(request: ReproductionRequest, reasons?: ReadonlyMap<string, string>): ReportFile[] {
    const data = this.collect(request, reasons);
    const runIds = [
      ...data.models.flatMap(({ attacks, table, blackBox }) => [
        ...[...attacks, ...blackBox].map(({ runId }) => runId),
        ...(table?.result.runIds ?? []),
      ]),
      ...data.causes.flatMap(({ attacks }) => attacks.map(({ runId }) => runId)),
    ];
    return writeReproduction(
      data,
      [...new Set(runIds)].flatMap((runId) => this.#tools.attacks.outcomes(runId)),
    );
  }

  #subjects(request: ReproductionRequest): [ReproductionSubject, ReproductionSubject?] {
    const dataset = this.#datasets.find(request.dataset);
    const model = this.#tools.models.find(request.model);
    const ids = listRecordIdentities(this.#context.db, dataset.id, SPLIT).map(({ id }) => id);
    if (ids.length === 0) {
      throw new AppError(
        'bad-input',
        `The dataset "${dataset.name}" has no test records. Import it with a permutation or a split seed.`,
      );
    }
    checkModelInput(this.#context.db, ids, model);
    // The paper's figures are of its classes and its protocol.
    checkTarget({ target: 'han2020' }, model);
    const subject = { model, dataset, limit: request.limit };
    // One of the person's own rather than the bundled one.
    const [other] = this.#tools.models
      .list()
      .filter(({ id, architecture }) => architecture === PAPER_NETWORK && id !== model.id)
      .sort((a, b) => Number(a.origin === 'bundled') - Number(b.origin === 'bundled'));
    if (!other || request.han2020Limit === 0) return [subject];
    return [subject, withAtMost({ ...subject, model: this.#tools.models.find(other.id) }, request.han2020Limit)];
  }

  /** Of the report's models, and of all others that were attacked at several budgets of the grid or certified on these records. */
  #robustness({ id, name }: DatasetSummary, reported: readonly { name: string }[]): ReproductionData['robustness'] {
    const { db, models } = this.#tools;
    const names = reported.map((one) => one.name);
    const known = [...names, ...models.list().map((one) => one.name)];
    const rows = [...new Set(known)].map((one) => models.find(one));
    const table = collectRobustness(db, rows, { dataset: { id, name }, split: SPLIT });
    const has = ({ worst, certified }: RobustModel): boolean =>
      worst.filter(Boolean).length > 1 || Object.values(certified).flat().some(Boolean);
    return { ...table, models: table.models.filter((one) => names.includes(one.name) || has(one)) };
  }

  #describe(dataset: DatasetSummary): ReproductionData['dataset'] {
    const { db } = this.#context;
    const durations = listRecordDurations(db, { datasetId: dataset.id, split: SPLIT });
    const seconds = durations.map(({ durationMs }) => durationMs / 1000);
    return {
      name: dataset.name,
      source: basename(dataset.source),
      labels: basename(dataset.labels),
      testCounts: [0, 1, 2, 3].map((label) => durations.filter((one) => one.label === label).length),
      testRecords: durations.length,
      testSha256: hashRecords(listRecordIdentities(db, dataset.id, SPLIT)),
      shortestS: Math.min(...seconds),
      longestS: Math.max(...seconds),
    };
  }
}

function newest({ models, causes }: Pick<ReproductionData, 'models' | 'causes'>): string {
  const dates = [
    ...[...models, ...causes].flatMap(({ evaluation, attacks }) => [evaluation, ...attacks]),
    ...models.flatMap((one) => [...one.blackBox, ...one.transfers]),
    ...models.flatMap((one) => [one.table, one.existence, one.leastPerturbation, one.epsilonCurve]),
  ].map((made) => made?.createdAt ?? '');
  return dates.sort().at(-1) ?? '';
}
