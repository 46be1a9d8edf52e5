import type { MachineRow } from '../../../src-shared/study/machine-fields.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import type { TrialFacts } from '../../db/studies/result-rows.ts';
import { getProtocolAsStored } from '../../db/studies/studies.ts';
import type { OpenStudy } from './open-results.ts';
import { trialColumns } from './trial-columns.ts';

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
    pairs: trials && pairsOf([...trials.values()]),
    sessions,
    ...tables,
    responses,
  };
}

function pairsOf(trials: readonly TrialFacts[]) {
  return trials
    .toSorted((a, b) => a.position - b.position)
    .map((trial) => ({ ...trialColumns(trial), attack: trial.options }));
}
