import { RECORD_LIMITS, type ArmRecords, type Eligible } from '../../../src-shared/contract/outlook.ts';
import { isSuccess } from '../../../src-shared/attacks/outcome.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { plannedArms, type PlannedArm } from '../../../src-shared/study/planned-arms.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import type { CandidateExample } from '../../db/attacks/examples.ts';
import type { RecordFacts } from '../../db/datasets/record-facts.ts';
import { classesOfDataset } from '../../db/datasets/datasets.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { selectRecords, type ArmOffers } from '../../study/selection/select-records.ts';
import { isSuitable, selectStimuli, type StimulusCandidate } from '../../study/selection/select-stimuli.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import type { Steps } from '../workspace/in-pieces.ts';
import { eligibleOfSource } from './eligible-of-source.ts';
import { supplierOf } from './plan-sources.ts';
import { admittedRecords } from './record-order.ts';
import { withClasses } from './protocol-classes.ts';
import { recordsNeeded } from './stimulus-service.ts';
import { storedExamples } from './stored-examples.ts';

/** Pairs of an arm that the designer can look at. */
const PREVIEWED = 5;

interface MadeFrom {
  protocol: Protocol;
  datasetId: string;
  /** Null for a study that needs none. */
  model: ModelRow | null;
}

/**
 * Which records the arms of a protocol may show, and whether that can be enough: what is known before anything is
 * attacked. A record that an arm's attack was not tried on might do. Foils are counted, not matched.
 */
export function* eligibleRecords(
  db: ReadableDB,
  datasets: DatasetService,
  { protocol: asked, datasetId, model }: MadeFrom,
): Steps<Eligible> {
  const protocol = withClasses(db, datasets, { protocol: asked, datasetId });
  const classes = classesOfDataset(db, datasetId);
  const { records: order, left } = yield* admittedRecords(db, protocol, datasetId, model);
  const supply = supplierOf(db, datasets, { protocol, datasetId });
  const arms: ArmRecords[] = [];
  const candidates = new Map<string, StimulusCandidate[]>();
  const offered = new Map<string, ArmOffers<RecordFacts>>();
  for (const task of protocol.tasks) {
    for (const arm of plannedArms(task)) {
      const { name, origin } = arm;
      const key = armKey(task.id, name);
      const { split } = protocol.stimuli;
      if (origin.kind === 'attack') {
        const made = { datasetId, split, options: origin.attack };
        const stored = model ? storedExamples(db, { model, ...made }) : new Map<number, CandidateExample>();
        yield;
        const known = order.flatMap(({ id }) => stored.get(id) ?? []);
        const untried = order.filter(({ id }) => !stored.has(id));
        const suitable = known.filter((example) => isSuitable(protocol, arm, example));
        candidates.set(key, pool(protocol, suitable, untried));
        arms.push({ task: task.id, ...ofAttack(protocol, arm, known, suitable, untried) });
      } else {
        const { offers, ...counted } = eligibleOfSource(arm, () => supply(key, origin));
        if (offers) offered.set(key, { dataset: origin.dataset, offers });
        arms.push({ task: task.id, arm: name, ...counted });
      }
      yield;
    }
  }
  return {
    limits: RECORD_LIMITS.map((by, i) => ({ by, left: left[i] ?? 0 })),
    classes: classes.map(({ code, name }) => {
      return { code, name, left: order.filter((record) => record.label === code).length };
    }),
    arms,
    impossible: arms.some(({ problem }) => problem !== null) ? null : whyImpossible(protocol, candidates, offered),
  };
}

function ofAttack(
  { stimuli }: Protocol,
  { name: arm, pairs, foils, quotas, size }: PlannedArm,
  known: readonly CandidateExample[],
  suitable: readonly CandidateExample[],
  untried: readonly RecordFacts[],
): Omit<ArmRecords, 'task'> {
  const fooled = known.filter((example) => !stimuli.onlySuccessful || isSuccess(example));
  return {
    ...{ arm, needed: pairs + 2 * foils, tried: known.length, suitable: suitable.length },
    most: suitable.length + untried.length,
    limits: [
      { by: 'tried' as const, left: known.length },
      ...(stimuli.onlySuccessful ? [{ by: 'fooled' as const, left: fooled.length }] : []),
      ...(size ? [{ by: 'size' as const, left: suitable.length }] : []),
    ],
    quotas: [...(quotas ?? [])].map(([code, needed]) => {
      const isOf = ({ label }: { label: string }): boolean => label === code;
      return { code, needed, most: suitable.filter(isOf).length + untried.filter(isOf).length };
    }),
    problem: null,
    exampleIds: suitable.slice(0, PREVIEWED).map(({ stimulusId }) => Number(stimulusId)),
    recordIds: suitable.length > 0 ? [] : untried.slice(0, PREVIEWED).map(({ id }) => id),
  };
}

/**
 * As many as the whole study needs, and of each class as many: whoever has so many to choose from always finds one that is
 * free. Of an example that is still to be made, nothing speaks against it.
 */
function pool(
  protocol: Protocol,
  suitable: readonly CandidateExample[],
  untried: readonly RecordFacts[],
): StimulusCandidate[] {
  // What matched arms have in common may be anywhere.
  const enough = protocol.options.distinctRecords === 'matched' ? Infinity : recordsNeeded(protocol);
  const hoped = untried.map((record) => ({
    ...{ ...record, stimulusId: '', record: record.name },
    ...{ originallyCorrect: true, fooled: true, linfUv: NaN, rmsUv: NaN },
  }));
  const taken = new Map<string, number>();
  return [...suitable, ...hoped].filter(({ label }) => {
    const before = taken.get(label) ?? 0;
    taken.set(label, before + 1);
    return before < enough;
  });
}

function whyImpossible(
  protocol: Protocol,
  candidates: ReadonlyMap<string, StimulusCandidate[]>,
  offered: ReadonlyMap<string, ArmOffers<RecordFacts>>,
): string | null {
  try {
    selectStimuli(protocol, candidates);
    selectRecords(protocol, offered, new Map());
    return null;
  } catch (error) {
    const { code, message } = AppError.from(error);
    if (code !== 'bad-input') throw error;
    return message;
  }
}
