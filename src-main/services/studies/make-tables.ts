import { plannedTrials } from '../../../src-shared/study/planned-arms.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { GatedTable, RowsOf } from '../../../src-shared/study/result-tables.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import { compareArms } from '../../statistics/summaries/compare-arms.ts';
import { compareReaders, compareRepeats } from '../../statistics/summaries/compare-readers.ts';
import { summarisePanel } from '../../statistics/summaries/summarise-panel.ts';
import { summariseResponses } from '../../statistics/summaries/summarise-responses.ts';
import { summariseThresholds } from '../../statistics/summaries/summarise-thresholds.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import type { OpenStudy } from './open-results.ts';

/** The answers that hold, each trial's last. */
export const standing = (rows: readonly ResultRow[]): ResultRow[] => rows.filter(({ amended }) => amended === 0);

/** Those of them that are right or wrong. */
export const decided = (rows: readonly ResultRow[]): ResultRow[] =>
  standing(rows).filter(({ correct }) => correct !== null);

/** Catch trials and repeats say how a reader reads, and nothing of an arm. */
export const mainOf = (rows: readonly ResultRow[]): ResultRow[] => rows.filter(({ kind }) => kind === 'main');

/** A pair of another round is not independent of the first. */
export const firstRoundOf = (rows: readonly ResultRow[]): ResultRow[] =>
  mainOf(rows).filter(({ round }) => round === 1);

/** What takes long is made once for everybody who asks while the study is open. */
function once<Result>(make: (open: OpenStudy) => Promise<Result>): (open: OpenStudy) => Promise<Result> {
  const made = new WeakMap<OpenStudy, Promise<Result>>();
  return (open) => {
    const result = made.get(open) ?? make(open);
    made.set(open, result);
    return result;
  };
}

/** How each table is made of the results of a study; what takes long is made in pieces. */
export const TABLES = {
  responses: ({ responses }) => responses,
  summary: ({ study, responses }) => summarise(study.protocol, mainOf(standing(responses))),
  arms: ({ responses }) => compareArms(firstRoundOf(standing(responses))),
  sessions: ({ sessions }) => sessions,
  agreement: ({ responses }) => [...compareReaders(mainOf(decided(responses))), ...compareRepeats(decided(responses))],
  panel: once(({ responses }) => inPieces(summarisePanel(firstRoundOf(decided(responses))))),
  thresholds: once(({ responses }) => inPieces(summariseThresholds(firstRoundOf(decided(responses))))),
} satisfies { [Table in GatedTable]: (open: OpenStudy) => RowsOf<Table> | Promise<RowsOf<Table>> };

function summarise(protocol: Protocol, rows: readonly ResultRow[]): SummaryRow[] {
  const pairs = plannedTrials(protocol);
  const planned = (task: string, arm: string): number => pairs.get(armKey(task, arm)) ?? 0;
  return summariseResponses(rows, { similarityMargin: protocol.options.similarityMargin, planned });
}
