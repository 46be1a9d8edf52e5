import { randomUUID } from 'node:crypto';
import type { Eligible, EligibleRequest } from '../../../src-shared/contract/outlook.ts';
import type {
  ArmList,
  Design,
  DesignContent,
  DesignSummary,
  ListMistakes,
} from '../../../src-shared/contract/designs.ts';
import type { PairsFile } from '../../../src-shared/contract/pairs-file.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { totalTrials } from '../../../src-shared/study/planned-arms.ts';
import { checkProtocolText } from '../../../src-shared/study/protocol-text.ts';
import { retitled, titleOf } from '../../../src-shared/study/protocol-title.ts';
import { getDesign, insertDesign, listDesigns, updateDesign } from '../../db/studies/designs.ts';
import type { ListedPair } from '../../../src-shared/sources/pairs.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import { powerOfArms, type ArmPower } from '../../statistics/summaries/power-of-arms.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import type { ModelService } from '../models/model-service.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import { listMistakes } from '../../study/sources/list-mistakes.ts';
import { eligibleRecords } from './eligible-records.ts';
import { pairsByArm } from './listed-pairs.ts';
import { recordsOf } from './plan-sources.ts';

/** Mistakes of a list that are said one by one. */
const MOST_MISTAKES = 20;

/** Protocols that somebody is still writing: stored as they are typed, valid or not. */
export class DesignService {
  readonly #context: ServiceContext;
  readonly #datasets: DatasetService;
  readonly #models: ModelService;

  constructor(context: ServiceContext, datasets: DatasetService, models: ModelService) {
    this.#context = context;
    this.#datasets = datasets;
    this.#models = models;
  }

  /** Last changed first. */
  list(): DesignSummary[] {
    return listDesigns(this.#context.db).map(({ id, text, updatedAt }) => {
      const { protocol, problems, json } = checkProtocolText(text);
      const trials = protocol ? totalTrials(protocol) : null;
      return { id, title: titleOf(json), updatedAt, trials, problems: problems.length };
    });
  }

  /** Throws AppError 'not-found'. */
  get(id: string): Design {
    const design = getDesign(this.#context.db, id);
    if (design) return design;
    throw new AppError('not-found', `There is no design ${id}: it was deleted. Undo that, or begin another one.`, {
      id,
    });
  }

  create({ text, datasetId, modelId }: DesignContent): Design {
    const design = { id: randomUUID(), text, datasetId, modelId, revision: 1, updatedAt: nowIso() };
    insertDesign(this.#context.db, design);
    return design;
  }

  /** `revision`: of what was changed. Throws AppError: not-found; conflict, where it was changed elsewhere since. */
  save({
    id,
    revision,
    ...content
  }: DesignContent & Pick<Design, 'id' | 'revision'>): Pick<Design, 'revision' | 'updatedAt'> {
    const { db } = this.#context;
    return db
      .transaction(() => {
        const stored = this.get(id);
        const same = stored.text === content.text && stored.datasetId === content.datasetId;
        // The same once more changes nothing: a call that was made again after its answer was lost.
        if (same && stored.modelId === content.modelId) return stored;
        if (stored.revision !== revision) {
          throw new AppError(
            'conflict',
            `This design was changed elsewhere at ${stored.updatedAt}. Load it again, or make a copy of what is here.`,
            { id, revision, stored: stored.revision },
          );
        }
        const changed = { ...content, id, revision: revision + 1, updatedAt: nowIso() };
        updateDesign(db, changed);
        return changed;
      })
      .immediate();
  }

  /** Throws AppError 'not-found'. */
  copy(id: string): Design {
    const { text, ...design } = this.get(id);
    return this.create({ ...design, text: retitled(text) });
  }

  /** The pairs that a CSV file lists, arm by arm. Throws AppError 'bad-input' that names the line. */
  readPairs({ file, arms, own }: { file: PairsFile; arms: readonly string[]; own: string }): ArmList[] {
    return [...pairsByArm(file, arms, own)].map(([arm, list]) => ({ arm, list }));
  }

  /** What is wrong with the pairs of an arm. `dataset`: name of that of the made ones. Throws AppError 'not-found'. */
  checkPairs({
    arm,
    list,
    datasetId,
    dataset,
  }: {
    arm: string;
    list: readonly ListedPair[];
    datasetId: string;
    dataset: string;
  }): ListMistakes {
    const [real, made] = [datasetId, dataset].map((each) => recordsOf(this.#context.db, this.#datasets, each));
    const found = [...listMistakes({ arm, list, real: real!, made: made! })];
    return { mistakes: found.slice(0, MOST_MISTAKES), more: Math.max(0, found.length - MOST_MISTAKES) };
  }

  /** What the exact tests of one reader can tell in each arm, if the true share of right answers is `p`. */
  power(protocol: Protocol, p: number): Promise<ArmPower[]> {
    return inPieces(powerOfArms(protocol, p));
  }

  /** Which records each arm may show, as far as it is known before the study is built. Throws AppError 'not-found'. */
  eligible({ protocol, datasetId, modelId }: EligibleRequest): Promise<Eligible> {
    const dataset = this.#datasets.find(datasetId);
    const model = modelId === null ? null : this.#models.find(modelId);
    return inPieces(eligibleRecords(this.#context.db, this.#datasets, { protocol, datasetId: dataset.id, model }));
  }
}
