import type { ResultsGate } from '../../../src-shared/contract/results.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { outstanding } from '../../../src-shared/study/outstanding.ts';
import { account, appendAct } from '../../db/audit/acts.ts';
import type { ReadableDB, WritableDB } from '../../db/sqlite/connection.ts';
import { listExports } from '../../db/bundles/bundle-entries.ts';
import { listSessions } from '../../db/studies/sessions.ts';
import { countTrials } from '../../db/studies/trials.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { nowIso } from '../workspace/context.ts';
import { listNotBegun } from './not-begun.ts';
import { openingOf, type StudyOpening } from './study-opening.ts';

/** By what results are opened early. */
export type Door = 'window' | 'command line';

/**
 * Whether the results of a study may be seen: they may once every person who began, or was sent a sealed file, has
 * finished, or once somebody has opened them early. Virtual readers have nothing to be biased. Where sealed files were made
 * somebody has to open them with the passphrase: who was sent a file for any reader may be reading, and nobody would know.
 */
export function resultsGate(db: ReadableDB, studyId: string): ResultsGate {
  const begun = outstanding(listSessions(db, studyId)).map(({ reader, answered, total }) => {
    return { reader, answered, total };
  });
  const waitedFor = [...begun, ...awaited(db, studyId)];
  const opening = openingOf(db, studyId);
  const early = opening?.early;
  const needsPassphrase = opening === null && listExports(db, studyId).length > 0;
  return {
    isOpen: (waitedFor.length === 0 && !needsPassphrase) || opening?.isForGood === true,
    needsPassphrase,
    outstanding: waitedFor,
    early: early ? { at: early.at, by: early.by, reason: early.reason } : null,
  };
}

/** Readers to whom a sealed file was sent that has not come back: they may be reading now, unless they were withdrawn. */
function awaited(db: ReadableDB, studyId: string): ResultsGate['outstanding'] {
  const total = countTrials(db, studyId);
  return listNotBegun(db, studyId)
    .filter(({ withdrawn }) => !withdrawn)
    .map(({ reader }) => ({ reader, answered: 0, total }));
}

/** Throws AppError 'refused', with who is outstanding and the cure, if the results are closed. */
export function checkGate(db: ReadableDB, { id, title }: StudyRow): void {
  const gate = resultsGate(db, id);
  if (gate.isOpen) return;
  if (gate.outstanding.length === 0) throw sealed(id, title);
  throw closed(gate, id, title);
}

const sealed = (studyId: string, title: string): AppError =>
  new AppError(
    'refused',
    `The results of "${title}" are sealed: files were sent to readers, and nobody has unsealed the study yet. Whoever has the passphrase does (--unseal on the command line), once nobody is reading any more: who does it and when is recorded.`,
    { studyId },
  );

function closed(gate: ResultsGate, studyId: string, title: string): AppError {
  const who = gate.outstanding
    .map(({ reader, answered, total }) => `${reader} (${answered} of ${total} pairs)`)
    .join(', ');
  return new AppError(
    'refused',
    `The results of "${title}" are closed: ${counted(gate.outstanding.length, 'reader')} began, or ${gate.outstanding.length === 1 ? 'was' : 'were'} sent a sealed file, and ${gate.outstanding.length === 1 ? 'has' : 'have'} not finished: ${who}. ` +
      'Results or truth that are seen now can bias the study. Wait for them; withdraw whoever began by mistake or will never open the file (study withdraw on the command line); take the unfinished file of whoever dropped out (study collect --unfinished "<reason>"); or open the results early and say why (--early "<reason>" on the command line): that is recorded, and stands in every export from then on.',
    { studyId, outstanding: gate.outstanding },
  );
}

/** How somebody wants to open the results. */
export interface OpeningRequest {
  /** Needed while readers are outstanding. */
  reason: string | null;
  /** The passphrase was the right one. */
  isUnsealed: boolean;
  door: Door;
}

/**
 * Opens the results: for good, with a reason, whoever is outstanding; where sealed files were made, for whoever has the
 * passphrase. Of results that are open nothing is recorded. Throws AppError 'refused' where either is missing.
 */
export function openGate(db: WritableDB, { id: studyId, title }: StudyRow, request: OpeningRequest): ResultsGate {
  return db
    .transaction(() => {
      const gate = resultsGate(db, studyId);
      if (gate.isOpen) return gate;
      const { outstanding: waitedFor, needsPassphrase } = gate;
      const { reason, isUnsealed, door } = request;
      if (waitedFor.length > 0 && reason === null) throw closed(gate, studyId, title);
      if (needsPassphrase && !isUnsealed) throw sealed(studyId, title);
      const by = `${account()} (${door})`;
      const early = reason === null || waitedFor.length === 0 ? null : { by, reason, outstanding: waitedFor };
      appendAct(db, nowIso(), 'results-open', { studyId, early, ...(needsPassphrase ? { unsealedBy: by } : {}) });
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
