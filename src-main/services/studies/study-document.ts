import { CLASS_CODES } from '../../../src-shared/ecg.ts';
import type { MachineRow } from '../../../src-shared/study/machine-fields.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import type { TrialFacts } from '../../db/studies/result-rows.ts';
import { getProtocolAsStored } from '../../db/studies/studies.ts';
import type { OpenStudy } from './open-results.ts';

interface Tables {
  summary: readonly SummaryRow[];
  machine: readonly MachineRow[];
}

/**
 * Everything of a study in one document: from `study.protocol`, the records of `pairs` and `evidence.sides.secret`
 * anybody can draw all sides and the order again. `opening` and `pairs` are null while nobody has answered.
 */
export function studyDocument(db: ReadableDB, open: OpenStudy, tables: Tables) {
  const { study, evidence, opening, sessions, responses, trials } = open;
  const { id, title, protocolSha256, commitment, lockedAt } = study;
  return {
    study: { id, title, protocolSha256, commitment, lockedAt, protocol: getProtocolAsStored(db, id) },
    opening: opening && { at: opening.at, early: opening.early },
    evidence,
    pairs: trials && [...trials.values()].sort((a, b) => a.position - b.position).map(pairOf),
    sessions,
    ...tables,
    responses,
  };
}

function pairOf(trial: TrialFacts) {
  return {
    trial_number: trial.position + 1,
    trial_id: trial.id,
    task: trial.taskId,
    question: trial.question,
    arm: trial.arm,
    dataset: trial.dataset,
    record: trial.record,
    class_label: CLASS_CODES[trial.label],
    real_side: trial.realSide,
    model: trial.model,
    model_hash: trial.modelSha256,
    attack: trial.options,
  };
}
