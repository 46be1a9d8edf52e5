import type { RecordId } from '../../../src-shared/record-id.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { sameAttack } from '../../../src-shared/attacks/options.ts';
import { attackedArms, needsModel } from '../../../src-shared/study/planned-arms.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import type { CandidateExample } from '../../db/attacks/examples.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { RecordFacts } from '../../db/datasets/record-facts.ts';
import type { PairParts } from '../../db/studies/pair-parts.ts';
import { getRecord } from '../../db/datasets/records.ts';
import { heartRate } from '../../ecg/measure/heart-rate.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { sum } from '../../numeric/sums.ts';
import { matchFoils, type ChosenPair } from '../../study/selection/match-foils.ts';
import { selectRecords, type ArmOffers, type ChosenRecords } from '../../study/selection/select-records.ts';
import { selectStimuli } from '../../study/selection/select-stimuli.ts';
import { checkTarget } from '../attacks/check-target.ts';
import type { AttackService } from '../attacks/attack-service.ts';
import type { LeftOut } from '../../../src-shared/models/left-out.ts';
import { recordsForModel } from '../models/check-model-input.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import type { ServiceContext } from '../workspace/context.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import type { ModelService } from '../models/model-service.ts';
import { ArmProgress } from './arm-progress.ts';
import type { CreateStudyRequest } from './create-study-request.ts';
import { planSources } from './plan-sources.ts';
import { withClasses } from './protocol-classes.ts';
import { recordOrder } from './record-order.ts';
import { storedExamples } from './stored-examples.ts';

/** At least this many records are attacked at once: each time costs a start of the worker. */
const MIN_CHUNK = 24;

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

  /** See withClasses; also throws AppError 'bad-input' for a target that the model has no class for. */
  completed(request: CreateStudyRequest): CreateStudyRequest {
    const protocol = withClasses(this.#context.db, this.#datasets, request);
    if (needsModel(protocol)) {
      const model = this.#models.find(request.modelId ?? undefined);
      for (const { attack } of arms(protocol)) checkTarget(attack, model);
    }
    return { ...request, protocol };
  }

  /** What the arms without an attack can choose from. Throws AppError 'bad-input' that says what is wrong with it. */
  plan(request: CreateStudyRequest): Map<string, ArmOffers<RecordFacts>> {
    return planSources(this.#context.db, this.#datasets, request);
  }

  /**
   * armKey → what the chosen pairs are of, and the records that the model was not made for. Arms that have an attack choose
   * first, the others among the records that are left.
   */
  async prepare(
    job: JobContext,
    request: CreateStudyRequest,
    plan: ReadonlyMap<string, ArmOffers<RecordFacts>>,
  ): Promise<{ chosen: Map<string, PairParts[]>; leftOut: LeftOut }> {
    const attacked = needsModel(request.protocol) ? await this.#attacked(job, request) : NOTHING;
    const taken = [...attacked.chosen].map(
      ([arm, pairs]) =>
        [arm, pairs.flatMap(({ shown, other }) => [shown.record, ...(other ? [other.record] : [])])] as const,
    );
    const selected = selectRecords(request.protocol, plan, new Map(taken));
    const chosen = new Map<string, PairParts[]>();
    for (const [arm, pairs] of attacked.chosen) chosen.set(arm, pairs.map(partsOfExample));
    for (const [arm, pairs] of selected) chosen.set(arm, pairs.map(partsOfRecords));
    return { chosen, leftOut: attacked.leftOut };
  }

  /**
   * armKey → the chosen pairs of arms with an attack. They come from the shortest prefix of the records in the order of the
   * protocol's seed, the same for all arms, in which every arm finds enough; it depends on protocol, dataset and model
   * alone. Existing examples (same model, dataset, split and options) save attacking their records again and influence
   * nothing. Throws AppError 'bad-input' that says which arm lacks how many if all records do not suffice.
   */
  async #attacked(
    job: JobContext,
    request: CreateStudyRequest,
  ): Promise<{ chosen: Map<string, ChosenPair<CandidateExample>[]>; leftOut: LeftOut }> {
    const { protocol } = request;
    const model = this.#models.find(request.modelId ?? undefined);
    const dataset = this.#datasets.find(request.datasetId);
    const admitted = await inPieces(recordOrder(this.#context.db, protocol, dataset.id));
    const { recordIds: order, leftOut } = recordsForModel(this.#context.db, admitted, model);
    const needed = recordsNeeded(protocol);
    const chunk = Math.max(MIN_CHUNK, Math.ceil(needed / 4));
    const progress = new ArmProgress(job);
    for (let count = Math.max(MIN_CHUNK, needed); ; count += chunk) {
      job.signal.throwIfAborted();
      const recordIds = order.slice(0, count);
      const candidates = await this.#examples(progress, protocol, model, dataset.id, recordIds);
      try {
        const ids = selectStimuli(protocol, candidates);
        return { chosen: matchFoils(protocol, ids, candidates, this.#rates()), leftOut };
      } catch (error) {
        if (count >= order.length || AppError.from(error).code !== 'bad-input') throw error;
      }
    }
  }

  /** The heart rate of a candidate's record, bpm, measured once; null where too few beats are found. */
  #rates(): (candidate: CandidateExample) => number | null {
    const known = new Map<RecordId, number | null>();
    return ({ recordId }) => {
      const found = known.get(recordId);
      if (found !== undefined) return found;
      const record = getRecord(this.#context.db, recordId);
      const rate = record ? heartRate(record.samples, record.samplingHz) : null;
      known.set(recordId, rate);
      return rate;
    };
  }

  /** armKey → the arm's examples of exactly these records; missing ones are made. */
  async #examples(
    progress: ArmProgress,
    protocol: Protocol,
    model: ModelRow,
    datasetId: string,
    recordIds: RecordId[],
  ): Promise<Map<string, CandidateExample[]>> {
    const { split } = protocol.stimuli;
    const planned = arms(protocol).map(({ key, name, attack }, index, all) => {
      const made = { model, datasetId, split, options: attack };
      const stored = storedExamples(this.#context.db, made);
      // What an arm before makes by the same attack is there for this one.
      const isMade = all.slice(0, index).some((other) => sameAttack(other.attack, attack));
      return { key, name, made, missing: isMade ? [] : recordIds.filter((id) => !stored.has(id)) };
    });
    progress.plan(sum(planned.map(({ missing }) => missing.length)));
    const result = new Map<string, CandidateExample[]>();
    for (const { key, name, made, missing } of planned) {
      if (missing.length > 0) {
        await progress.make(name, missing.length, (job) =>
          this.#attacks.attackRecords(job, { ...made, recordIds: missing }),
        );
      }
      const stored = storedExamples(this.#context.db, made);
      result.set(
        key,
        recordIds.flatMap((id) => stored.get(id) ?? []),
      );
    }
    return result;
  }
}

/** Their names tell them apart: with the question, where there are several. */
function arms({ tasks }: Protocol): { key: string; name: string; attack: AttackOptions }[] {
  return tasks.flatMap((task) =>
    attackedArms(task).map(({ name, attack }) => {
      const key = armKey(task.id, name);
      return { key, name: tasks.length > 1 ? key : name, attack };
    }),
  );
}

const NOTHING: { chosen: Map<string, ChosenPair<CandidateExample>[]>; leftOut: LeftOut } = {
  ...{ chosen: new Map(), leftOut: [] },
};

const partsOfExample = ({ shown, other }: ChosenPair<CandidateExample>): PairParts => ({
  ...{ exampleId: Number(shown.stimulusId), otherRecordId: other?.recordId ?? null },
  ...{ recordId: null, madeRecordId: null },
});

const partsOfRecords = ({ real, made }: ChosenRecords<RecordFacts>): PairParts => ({
  ...{ exampleId: null, otherRecordId: null, recordId: real.id, madeRecordId: made.id },
});

/** With fewer records than this no choice is possible, however successful the attacks. */
export function recordsNeeded(protocol: Protocol): number {
  const pairs = protocol.tasks.map((task) => attackedArms(task).map((arm) => arm.pairs + 2 * arm.foils));
  // Matched arms have all of them in common.
  const repeated = protocol.tasks.flatMap((task) => {
    const main = attackedArms(task).filter(({ kind }) => kind === 'main');
    return main.slice(1).map((arm) => arm.pairs + 2 * arm.foils);
  });
  switch (protocol.options.distinctRecords) {
    case 'study':
      return sum(pairs.flat());
    case 'matched':
      return sum(pairs.flat()) - sum(repeated);
    case 'task':
      return Math.max(0, ...pairs.map(sum));
    case 'none':
      return Math.max(0, ...pairs.flat());
  }
}
