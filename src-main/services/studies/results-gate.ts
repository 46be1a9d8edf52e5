import type { ResultsGate } from '../../../src-shared/contract/results.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { outstanding } from '../../../src-shared/study/outstanding.ts';
import { account, appendAct } from '../../db/audit/acts.ts';
import type { ReadableDB, WritableDB } from '../../db/sqlite/connection.ts';
import { listExports } from '../../db/bundles/bundle-entries.ts';
import { findSession, listSessions } from '../../db/studies/sessions.ts';
import { countTrials } from '../../db/studies/trials.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { nowIso } from '../workspace/context.ts';
import { openingOf, type StudyOpening } from './study-opening.ts';

/** By what results are opened early. */
export type Door = 'window' | 'command line';

/**
 * Whether the results of a study may be seen: they may once every person who began, or was sent a sealed file, has
 * finished, or once somebody has opened them early. Virtual readers have nothing to be biased.
 */
export function resultsGate(db: ReadableDB, studyId: string): ResultsGate {
  const begun = outstanding(listSessions(db, studyId)).map(({ reader, answered, total }) => {
    return { reader, answered, total };
  });
  const waitedFor = [...begun, ...awaited(db, studyId)];
  const opening = openingOf(db, studyId);
  const early = opening?.early;
  return {
    isOpen: waitedFor.length === 0 || opening?.isForGood === true,
    outstanding: waitedFor,
    early: early ? { at: early.at, by: early.by, reason: early.reason } : null,
  };
}

/** Readers to whom a sealed file was sent that has not come back: they may be reading now. */
function awaited(db: ReadableDB, studyId: string): ResultsGate['outstanding'] {
  const total = countTrials(db, studyId);
  const readers = new Set(listExports(db, studyId).map(({ reader }) => reader));
  return [...readers]
    .filter((reader) => reader !== null && !findSession(db, studyId, reader))
    .map((reader) => ({ reader: reader ?? '', answered: 0, total }));
}

/** Throws AppError 'refused', with who is outstanding and the cure, if the results are closed. */
export function checkGate(db: ReadableDB, { id, title }: StudyRow): void {
  const gate = resultsGate(db, id);
  if (gate.isOpen) return;
  const who = gate.outstanding
    .map(({ reader, answered, total }) => `${reader} (${answered} of ${total} pairs)`)
    .join(', ');
  throw new AppError(
    'refused',
    `The results of "${title}" are closed: ${counted(gate.outstanding.length, 'reader')} began, or ${gate.outstanding.length === 1 ? 'was' : 'were'} sent a sealed file, and ${gate.outstanding.length === 1 ? 'has' : 'have'} not finished: ${who}. ` +
      'Results or truth that are seen now can bias the study. Wait for them, withdraw a session that was begun by mistake, or open the results early and say why (--early "<reason>" on the command line): that is recorded, and stands in every export from then on.',
    { studyId: id, outstanding: gate.outstanding },
  );
}

/** Opens the results for good, whoever is outstanding; of results that are open nothing is recorded. */
export function openEarly(db: WritableDB, studyId: string, reason: string, door: Door): ResultsGate {
  return db
    .transaction(() => {
      const gate = resultsGate(db, studyId);
      const early = { by: `${account()} (${door})`, reason, outstanding: gate.outstanding };
      if (!gate.isOpen) appendAct(db, nowIso(), 'results-open', { studyId, early });
      return resultsGate(db, studyId);
    })
    .immediate();
}

/**
 * The opening of results that are open and are being told: the first time it is recorded that they are, since whoever
 * reads on may know them.
 */
export function noteOpening(db: WritableDB, studyId: string): StudyOpening | null {
  return db
    .transaction(() => {
      if (!openingOf(db, studyId)) appendAct(db, nowIso(), 'results-open', { studyId, early: null });
      return openingOf(db, studyId);
    })
    .immediate();
}
