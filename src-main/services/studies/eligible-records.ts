import { RECORD_LIMITS, type ArmRecords, type Eligible } from '../../../src-shared/contract/outlook.ts';
import { CLASS_CODES } from '../../../src-shared/ecg.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { plannedArms } from '../../../src-shared/study/planned-arms.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import type { CandidateExample } from '../../db/attacks/examples.ts';
import { nextRecordFacts, type RecordFacts } from '../../db/datasets/record-facts.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { shuffled } from '../../numeric/random.ts';
import { studyRandom } from '../../study/design/study-random.ts';
import { isSuitable, selectStimuli, type StimulusCandidate } from '../../study/selection/select-stimuli.ts';
import { formOf } from '../models/check-model-input.ts';
import type { Steps } from '../workspace/in-pieces.ts';
import { recordsNeeded } from './stimulus-service.ts';
import { storedExamples } from './stored-examples.ts';

/** Records that are read at once. */
const PIECE = 1000;
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
 * attacked. A record that an arm's attack was not tried on might do, and so might any where none is made by an attack: of
 * other sources only the real tracings are counted. Foils are counted, not matched.
 */
export function* eligibleRecords(db: ReadableDB, { protocol, datasetId, model }: MadeFrom): Steps<Eligible> {
  const passes = conditions(protocol, model);
  const left = passes.map(() => 0);
  const admitted: RecordFacts[] = [];
  for (let after = ''; ;) {
    const records = nextRecordFacts(db, datasetId, after, PIECE);
    for (const record of records) {
      const failed = passes.findIndex((pass) => !pass(record));
      const passed = failed === -1 ? passes.length : failed;
      for (let i = 0; i < passed; i++) left[i] = (left[i] ?? 0) + 1;
      if (failed === -1) admitted.push(record);
    }
    after = records.at(-1)?.name ?? '';
    if (records.length < PIECE) break;
    yield;
  }
  const order = shuffled(admitted, studyRandom(protocol.seed, 'records'));
  const arms: ArmRecords[] = [];
  const candidates = new Map<string, StimulusCandidate[]>();
  for (const task of protocol.tasks) {
    for (const { name, origin, pairs, foils } of plannedArms(task)) {
      const { split } = protocol.stimuli;
      const stored =
        model && origin.kind === 'attack'
          ? storedExamples(db, { model, datasetId, split, options: origin.attack })
          : new Map<number, CandidateExample>();
      yield;
      const known = order.flatMap(({ id }) => stored.get(id) ?? []);
      const suitable = known.filter((example) => isSuitable(protocol, example));
      const untried = order.filter(({ id }) => !stored.has(id));
      candidates.set(armKey(task.id, name), pool(protocol, suitable, untried));
      arms.push({
        ...{ task: task.id, arm: name, needed: pairs + 2 * foils, tried: known.length, suitable: suitable.length },
        most: suitable.length + untried.length,
        exampleIds: suitable.slice(0, PREVIEWED).map(({ stimulusId }) => Number(stimulusId)),
        recordIds: suitable.length > 0 ? [] : untried.slice(0, PREVIEWED).map(({ id }) => id),
      });
      yield;
    }
  }
  return {
    limits: RECORD_LIMITS.map((by, i) => ({ by, left: left[i] ?? 0 })),
    classes: CLASS_CODES.map((_, label) => admitted.filter((record) => record.label === label).length),
    arms,
    impossible: whyImpossible(protocol, candidates),
  };
}

/** In the order of RECORD_LIMITS. */
function conditions({ stimuli }: Protocol, model: ModelRow | null): ((record: RecordFacts) => boolean)[] {
  const form = model && formOf(model);
  return [
    () => true,
    ({ split }) => split === stimuli.split,
    ({ label }) => stimuli.classes.includes(CLASS_CODES[label]),
    ({ durationMs }) => durationMs >= stimuli.minDurationMs,
    ({ samplingHz, unitsPerMv }) => !form || (samplingHz === form.samplingHz && unitsPerMv === form.unitsPerMv),
  ];
}

/** As many as the whole study needs: whoever has so many to choose from always finds one that is free. */
function pool(
  protocol: Protocol,
  suitable: readonly CandidateExample[],
  untried: readonly RecordFacts[],
): StimulusCandidate[] {
  const enough = recordsNeeded(protocol);
  const hoped = untried.slice(0, Math.max(0, enough - suitable.length)).map((record) => ({
    ...{ ...record, stimulusId: '', record: record.name },
    ...{ originallyCorrect: true, fooled: true },
  }));
  return [...suitable.slice(0, enough), ...hoped];
}

function whyImpossible(protocol: Protocol, candidates: ReadonlyMap<string, StimulusCandidate[]>): string | null {
  try {
    selectStimuli(protocol, candidates);
    return null;
  } catch (error) {
    const { code, message } = AppError.from(error);
    if (code !== 'bad-input') throw error;
    return message;
  }
}
