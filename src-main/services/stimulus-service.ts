import { AppError } from '../../src-shared/app-error.ts';
import type { AttackOptions } from '../../src-shared/attack-options.ts';
import { CLASS_CODES } from '../../src-shared/ecg.ts';
import { armKey, type Protocol } from '../../src-shared/protocol.ts';
import { listAttackRuns } from '../db/attack-runs.ts';
import { listCandidates, type CandidateExample } from '../db/examples.ts';
import type { ModelRow } from '../db/models.ts';
import { listRecordDurations } from '../db/records.ts';
import type { JobContext } from '../jobs/job-queue.ts';
import { shuffled, studyRandom } from '../study/random.ts';
import { selectStimuli } from '../study/select-stimuli.ts';
import type { AttackService } from './attack-service.ts';
import type { ServiceContext } from './context.ts';
import type { DatasetService } from './dataset-service.ts';
import type { ModelService } from './model-service.ts';
import type { CreateStudyRequest } from './study-service.ts';

/** About the smallest success that an attack worth showing has: decides how many records are attacked at once. */
const EXPECTED_SUCCESS = 0.3;
const MIN_RECORDS_AT_ONCE = 24;

/** Finds or makes the examples that a study's pairs are chosen from. */
export class StimulusService {
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

  /**
   * armKey → ids of the chosen examples. Uses the runs that are there (same model, dataset, split and options) and
   * attacks further records, in an order drawn by the protocol's seed, until every arm has enough or none are left.
   * Throws AppError 'bad-input' that says which arm lacks how many.
   */
  async prepare(job: JobContext, request: CreateStudyRequest): Promise<Map<string, string[]>> {
    const { protocol } = request;
    const model = this.#models.find(request.modelId);
    const dataset = this.#datasets.find(request.datasetId);
    for (;;) {
      const candidates = this.#candidates(protocol, model, dataset.id);
      try {
        return selectStimuli(protocol, candidates);
      } catch (error) {
        const more = this.#nextAttack(protocol, model, dataset.id, candidates);
        if (more === undefined || AppError.from(error).code !== 'bad-input') throw error;
        await this.#attacks.attackRecords(job, {
          model,
          datasetId: dataset.id,
          split: protocol.stimuli.split,
          ...more,
        });
      }
    }
  }

  #candidates(protocol: Protocol, model: ModelRow, datasetId: string): Map<string, CandidateExample[]> {
    const result = new Map<string, CandidateExample[]>();
    for (const { key, attack } of arms(protocol)) {
      result.set(
        key,
        this.#runs(protocol, model, datasetId, attack).flatMap(({ id }) => listCandidates(this.#context.db, id)),
      );
    }
    return result;
  }

  #runs(protocol: Protocol, model: ModelRow, datasetId: string, options: AttackOptions): { id: string }[] {
    return listAttackRuns(this.#context.db).filter(
      (run) =>
        run.modelSha256 === model.sha256 &&
        run.datasetId === datasetId &&
        run.split === protocol.stimuli.split &&
        sameOptions(run.options, options),
    );
  }

  /** The arm that lacks most, and the records that it has not been tried on; undefined where no records are left. */
  #nextAttack(
    protocol: Protocol,
    model: ModelRow,
    datasetId: string,
    candidates: Map<string, CandidateExample[]>,
  ): { options: AttackOptions; recordIds: number[] } | undefined {
    const { split, classes, minDurationMs, onlySuccessful } = protocol.stimuli;
    const random = studyRandom(protocol.seed, 'records');
    const all = listRecordDurations(this.#context.db, { datasetId, split })
      .filter(({ label, durationMs }) => classes.includes(CLASS_CODES[label]) && durationMs >= minDurationMs)
      .map(({ id }) => id);
    const order = shuffled(all, random);
    const needs = arms(protocol).map(({ key, attack, pairs }) => {
      const usable = (candidates.get(key) ?? []).filter(
        (one) => !onlySuccessful || (one.originallyCorrect && one.fooled),
      );
      const tried = new Set((candidates.get(key) ?? []).map(({ recordId }) => recordId));
      return {
        attack,
        lacking: pairs - new Set(usable.map(({ record }) => record)).size,
        left: order.filter((id) => !tried.has(id)),
      };
    });
    const open = needs.filter(({ left }) => left.length > 0).sort((a, b) => b.lacking - a.lacking)[0];
    if (!open) return undefined;
    const wanted = Math.max(MIN_RECORDS_AT_ONCE, Math.ceil(open.lacking / EXPECTED_SUCCESS));
    return { options: open.attack, recordIds: open.left.slice(0, wanted) };
  }
}

function arms(protocol: Protocol): { key: string; attack: AttackOptions; pairs: number }[] {
  return protocol.tasks.flatMap((task) =>
    task.arms.map((arm) => ({ key: armKey(task.id, arm.name), attack: arm.attack, pairs: arm.pairs })),
  );
}

function sameOptions(a: AttackOptions, b: AttackOptions): boolean {
  const keys = Object.keys(a) as (keyof AttackOptions)[];
  return keys.length === Object.keys(b).length && keys.every((key) => a[key] === b[key]);
}
