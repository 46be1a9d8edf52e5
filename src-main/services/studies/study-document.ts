import type { MachineRow } from '../../../src-shared/study/machine-fields.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { getProtocolAsStored } from '../../db/studies/studies.ts';
import type { OpenStudy } from './open-results.ts';
import { trialColumns } from './trial-columns.ts';
import type { OriginatedTrial } from './trial-origins.ts';

interface Tables {
  summary: readonly SummaryRow[];
  machine: readonly MachineRow[];
}

/**
 * Everything of a study in one document: from `study.protocol`, the records of `pairs` and `evidence.sides.secret`
 * anybody can draw all sides and the order again. `orders` has those of readers who have their own. `opening`, `pairs` and `orders` are null while nobody has answered.
 */
export function studyDocument(db: ReadableDB, open: OpenStudy, tables: Tables) {
  const { study, evidence, opening, sessions, responses, trials } = open;
  const { id, title, protocolSha256, commitment, lockedAt } = study;
  return {
    study: { id, title, protocolSha256, commitment, lockedAt, protocol: getProtocolAsStored(db, id) },
    opening: opening && { at: opening.at, early: opening.early },
    evidence,
    pairs: trials && inOrder([...trials.values()].filter(({ sessionId }) => sessionId === null)).map(pairOf),
    orders: trials && ordersOf([...trials.values()]),
    sessions,
    ...tables,
    responses,
  };
}

const inOrder = (trials: readonly OriginatedTrial[]): OriginatedTrial[] =>
  trials.toSorted((a, b) => a.position - b.position);

const pairOf = (trial: OriginatedTrial) => ({ ...trialColumns(trial), attack: trial.options });

/** Every session with an order and sides of its own: which pair is where. */
function ordersOf(trials: readonly OriginatedTrial[]) {
  const own = Map.groupBy(
    trials.filter(({ sessionId }) => sessionId !== null),
    ({ sessionId }) => sessionId,
  );
  return [...own].map(([session_id, shown]) => ({
    session_id,
    trials: inOrder(shown).map((trial) => {
      const { trial_number, trial_id, pair_id, round, kind, real_side } = trialColumns(trial);
      return { trial_number, trial_id, pair_id, round, kind, real_side };
    }),
  }));
}
