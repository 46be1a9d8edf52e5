import { outstanding } from '../../../src-shared/study/outstanding.ts';
import { laterThan, listOpenings, reinstatedAfter, type Opening } from '../../db/audit/openings.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { readersReinstatedAfter } from '../../db/studies/reader-withdrawals.ts';
import { listSessions } from '../../db/studies/sessions.ts';
import { countTrials } from '../../db/studies/trials.ts';

/** Nobody gives a reason for an opening that turned out later to have been early. */
const REINSTATED = 'a session that was withdrawn then was reinstated later';

interface EarlyOpening {
  at: string;
  /** Account and door; null where nobody asked for it. */
  by: string | null;
  reason: string;
  outstanding: { reader: string; answered: number; total: number }[];
}

/** How the results of a study were opened. */
export interface StudyOpening {
  /** Of the entry of the first time. */
  position: number;
  /** The first time. */
  at: string;
  /** While a reader had not finished; null if all had. */
  early: EarlyOpening | null;
  /** Whether somebody opened them early: then they are never closed again. */
  isForGood: boolean;
}

/** Null while they never were opened. */
export function openingOf(db: ReadableDB, studyId: string): StudyOpening | null {
  const openings = listOpenings(db, studyId);
  const [first] = openings;
  if (!first) return null;
  // The reason that somebody gave comes first: it stands in every export from then on.
  const asked = openings.flatMap(({ at, early }) => (early ? [{ at, ...early }] : []));
  const early = asked[0] ?? openings.flatMap((opening) => earlySince(db, studyId, opening) ?? [])[0] ?? null;
  return { position: first.position, at: first.at, early, isForGood: asked.length > 0 };
}

/**
 * Whether the results were opened while a reader had not finished, or not begun, who was withdrawn at that time, and counts
 * again: without this, withdrawing, looking and reinstating would leave nothing in the exports.
 */
function earlySince(db: ReadableDB, studyId: string, { position, at }: Opening): EarlyOpening | null {
  const reinstated = new Set(reinstatedAfter(db, studyId, position));
  const total = countTrials(db, studyId);
  const notBegun = readersReinstatedAfter(db, studyId, position).map((reader) => ({ reader, answered: 0, total }));
  if (reinstated.size === 0 && notBegun.length === 0) return null;
  const later = [...laterThan(db, position).answers];
  const then = listSessions(db, studyId)
    .filter(({ id }) => reinstated.has(id))
    .map(({ id, reader, virtual, answered, total: planned }) => {
      const since = later.filter((answer) => answer.startsWith(`${id}/`)).length;
      return { reader, virtual, withdrawn: null, droppedOut: null, answered: answered - since, total: planned };
    });
  const begun = outstanding(then).map(({ reader, answered, total: planned }) => ({ reader, answered, total: planned }));
  const waitedFor = [...begun, ...notBegun];
  return waitedFor.length === 0 ? null : { at, by: null, reason: REINSTATED, outstanding: waitedFor };
}
