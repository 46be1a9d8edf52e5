import { analysisRequestSchema, type RequestOf } from '../../../src-shared/analyses/index.ts';
import { attackOptionsSchema } from '../../../src-shared/attacks/index.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import { microvoltsToUnits, type Split } from '../../../src-shared/ecg.ts';
import { fileStem } from '../../../src-shared/format/file-stem.ts';
import { ROBUSTNESS_FIELDS, type FillRobustness, type Robustness } from '../../../src-shared/analyses/robustness.ts';
import type { DatasetSummary } from '../../../src-shared/contract/datasets.ts';
import type { ModelRow } from '../../db/models/models.ts';
import { toCsv } from '../../report/csv.ts';
import { robustnessRows } from '../../report/robustness-rows.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { formOf } from '../models/check-model-input.ts';
import type { ModelService } from '../models/model-service.ts';
import type { ServiceContext } from '../workspace/context.ts';
import type { AnalysisService } from './analysis-service.ts';
import { collectRobustness } from './robustness.ts';

interface Asked {
  /** By id or name. */
  modelIds: readonly string[];
  datasetId: string;
  split: Split;
  epsilonsUv?: readonly number[] | undefined;
}

/** Models under attack, side by side: what the workspace holds of it, and making what is missing. */
export class RobustnessService {
  readonly #context: ServiceContext;
  readonly #datasets: DatasetService;
  readonly #models: ModelService;
  readonly #analyses: AnalysisService;

  constructor(
    context: ServiceContext,
    parts: { datasets: DatasetService; models: ModelService; analyses: AnalysisService },
  ) {
    this.#context = context;
    this.#datasets = parts.datasets;
    this.#models = parts.models;
    this.#analyses = parts.analyses;
  }

  /** Throws AppError 'not-found'. */
  table({ modelIds, datasetId, split, epsilonsUv }: Asked): Robustness {
    const models = modelIds.map((id) => this.#models.find(id));
    const dataset = this.#datasets.find(datasetId);
    return collectRobustness(this.#context.db, models, { dataset, split }, epsilonsUv);
  }

  /** The same as CSV, with a name for the file. */
  export(asked: Asked): { fileName: string; mediaType: string; text: string } {
    const table = this.table(asked);
    const names = table.models.map(({ name }) => name).join(' ');
    return {
      fileName: `${fileStem(`Robustness ${names} ${table.dataset}`, 'robustness')}.csv`,
      mediaType: 'text/csv',
      text: toCsv(ROBUSTNESS_FIELDS, robustnessRows(table)),
    };
  }

  /**
   * Attacks every model that has a gradient by APGD at the budgets at which fewer than `limit` records were judged, and certifies
   * every one with each σ that is asked for; each result is stored like any other. Throws AppError: not-found; bad-input where
   * none of the models has a gradient and no σ is asked for.
   */
  startFill(request: FillRobustness): StartedJob<'robustness'> {
    const { modelIds, datasetId } = request;
    const models = modelIds.map((id) => this.#models.find(id));
    const dataset = this.#datasets.find(datasetId);
    if (request.sigmasUv.length === 0 && !models.some(hasGradient)) {
      throw new AppError(
        'bad-input',
        `${models.map(({ name }) => name).join(', ')}: no gradient, which Auto-PGD needs. Attack by outputs or labels at each budget instead: attack --method square (or spsa, rays, hopskipjump) --epsilon.`,
      );
    }
    const title = `Attack ${models.map(({ name }) => name).join(', ')} at every budget on ${dataset.name}`;
    return this.#context.jobs.start('robustness', title, async (job) => {
      const analysisIds: string[] = [];
      for (const analysis of models.flatMap((model) => this.#missing(model, dataset, request)))
        analysisIds.push((await this.#analyses.run(analysis, job)).analysisId);
      return { analysisIds };
    });
  }

  #missing(
    model: ModelRow,
    dataset: DatasetSummary,
    { split, limit, steps, epsilonsUv, sigmasUv }: FillRobustness,
  ): Fillable[] {
    const { unitsPerMv } = formOf(model);
    const enough = Math.min(limit, dataset.splitCounts[split]);
    const table = this.table({ modelIds: [model.id], datasetId: dataset.id, split, epsilonsUv });
    const worst = table.models[0]?.worst ?? [];
    // What is less than a unit of the records is rounded away.
    const missing = table.epsilonsUv.filter(
      (uv, at) => (worst[at]?.robust.of ?? 0) < enough && microvoltsToUnits(uv, unitsPerMv) >= 1,
    );
    const subject = { modelId: model.id, datasetId: dataset.id, split, limit };
    const units = (uv: readonly number[]): number[] => uv.map((one) => microvoltsToUnits(one, unitsPerMv));
    const asked = [
      ...(missing.length === 0 || !hasGradient(model)
        ? []
        : [{ kind: 'epsilon-curve', ...subject, epsilonsUnits: units(missing), attack: apgd(steps) }]),
      ...units(sigmasUv).map((sigmaUnits) => ({ kind: 'certificate', ...subject, sigmaUnits })),
    ].map((one) => analysisRequestSchema.parse(one) as Fillable);
    return asked.filter((one) => this.#analyses.same(one) === undefined);
  }
}

const hasGradient = ({ card }: ModelRow): boolean => card.differentiable !== false;

type Fillable = RequestOf<'epsilon-curve' | 'certificate'>;

const apgd = (steps: number): RequestOf<'epsilon-curve'>['attack'] =>
  attackOptionsSchema.parse({ method: 'apgd', apgdSteps: steps });
