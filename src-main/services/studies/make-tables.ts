import { plannedTrials } from '../../../src-shared/study/planned-arms.ts';
import type { AgreementRow } from '../../../src-shared/study/agreement-fields.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import type { ResultRow } from '../../../src-shared/study/result-fields.ts';
import type { GatedTable, RowsOf } from '../../../src-shared/study/result-tables.ts';
import type { SummaryRow } from '../../../src-shared/study/summary-fields.ts';
import { compareArms } from '../../statistics/summaries/compare-arms.ts';
import { compareReaders, compareRepeats } from '../../statistics/summaries/compare-readers.ts';
import { summarisePanel } from '../../statistics/summaries/summarise-panel.ts';
import { summariseResponses } from '../../statistics/summaries/summarise-responses.ts';
import { summariseThresholds } from '../../statistics/summaries/summarise-thresholds.ts';
import { groupRows, type Group } from '../../statistics/summaries/group-rows.ts';
import { inPieces, type Steps } from '../workspace/in-pieces.ts';
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
  summary: once(({ study, responses }) => inPieces(summarise(study.protocol, mainOf(standing(responses))))),
  arms: once(({ responses }) => inPieces(bySession(firstRoundOf(standing(responses)), compareArms))),
  sessions: ({ sessions }) => sessions,
  agreement: once(({ responses }) => inPieces(agreementOf(decided(responses)))),
  panel: once(({ responses }) => inPieces(summarisePanel(firstRoundOf(decided(responses))))),
  thresholds: once(({ responses }) => inPieces(summariseThresholds(firstRoundOf(decided(responses))))),
} satisfies { [Table in GatedTable]: (open: OpenStudy) => RowsOf<Table> | Promise<RowsOf<Table>> };

function* agreementOf(rows: readonly ResultRow[]): Steps<AgreementRow[]> {
  return [...(yield* compareReaders(mainOf(rows))), ...(yield* compareRepeats(rows))];
}

/** What is made of each session alone, in pieces. */
function* bySession<Row>(
  rows: readonly ResultRow[],
  make: (session: Group<ResultRow>) => readonly Row[],
): Steps<Row[]> {
  const made: Row[] = [];
  for (const session of groupRows(rows, (row) => row.session_id)) {
    made.push(...make(session));
    yield;
  }
  return made;
}

function summarise(protocol: Protocol, rows: readonly ResultRow[]): Steps<SummaryRow[]> {
  const pairs = plannedTrials(protocol);
  const planned = (task: string, arm: string): number => pairs.get(armKey(task, arm)) ?? 0;
  const options = { similarityMargin: protocol.options.similarityMargin, planned };
  return bySession(rows, (session) => summariseResponses(session, options));
}
