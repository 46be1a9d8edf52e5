import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { findBundle, type BundleContent } from '../../db/bundles/bundle-entries.ts';
import { getBlindedTracings } from '../../db/bundles/blinded-tracings.ts';
import { getSealedTruth } from '../../db/bundles/sealed-truth.ts';
import { listShownTrials, type ShownTrial } from '../../db/studies/trials.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { shownDigest, type KnownTracings } from '../../study/evidence/shown-digest.ts';
import { checkSessions } from '../studies/check-study.ts';
import { readAudit } from '../studies/read-audit.ts';
import type { Steps } from '../workspace/in-pieces.ts';
import { sha256, studyColumnsDigest } from './make-bundle.ts';

/** What a bundle says that it is, and what was changed in it since it was made, as clauses. */
export interface InspectedBundle {
  content: BundleContent;
  problems: string[];
}

/**
 * Checks everything in a bundle against its own audit and signatures; `known`: for as long as several are checked. Throws
 * AppError 'damaged' if it is none.
 */
export function* inspectBundle(db: ReadableDB, known?: KnownTracings): Steps<InspectedBundle> {
  const content = bundleContent(db);
  const { studyId } = content;
  const audit = yield* readAudit(db, studyId);
  const problems = [...audit.problems];
  if (audit.lock?.digest !== content.studyDigest) problems.push('the study is not the one that the file was made of');
  if (studyColumnsDigest(db, studyId) !== content.studySha256)
    problems.push('the title, the commitment or what the protocol says to readers was changed');
  problems.push(...(yield* checkShown(db, content, known)));
  yield;
  const truth = getSealedTruth(db);
  if (!truth || sha256(truth) !== content.truthSha256)
    problems.push(`the sealed truth ${truth ? 'was changed' : 'was removed'}`);
  yield;
  // It would spare the session the comparison of its receipt with this audit.
  if ([...audit.sessions.values()].some(({ isCollected }) => isCollected))
    problems.push('its audit says that a session was collected, which happens in a workspace alone');
  problems.push(...(yield* checkSessions(db, studyId, audit)));
  return { content, problems };
}

/** Throws AppError 'damaged' for a file that has lost what it was made of. */
export function bundleContent(db: ReadableDB): BundleContent {
  const content = findBundle(db);
  if (content) return content;
  throw new AppError('damaged', 'The file has lost what it was made of. Take another copy of it.');
}

/** Whether a trial of a bundle is what it was when the bundle was made, as far as its content says. */
export function isAsMade(db: ReadableDB, { trials }: BundleContent, trial: ShownTrial, known?: KnownTracings): boolean {
  const made = trials[trial.position];
  const blinded = getBlindedTracings(db, trial.id);
  return made?.id === trial.id && blinded !== undefined && shownDigest({ ...trial, ...blinded }, known) === made.sha256;
}

function* checkShown(db: ReadableDB, content: BundleContent, known?: KnownTracings): Steps<string[]> {
  const problems: string[] = [];
  const places = new Map(content.trials.map(({ id }, index) => [id, index]));
  const found = listShownTrials(db, content.studyId);
  for (const trial of found) {
    yield;
    const place = places.get(trial.id);
    places.delete(trial.id);
    if (place === undefined) problems.push(`pair ${trial.position + 1} was added`);
    else if (place !== trial.position)
      problems.push(`the order was changed: pair ${place + 1} stands at ${trial.position + 1}`);
    else if (!isAsMade(db, content, trial, known)) problems.push(`the tracings of pair ${place + 1} were changed`);
  }
  for (const place of places.values()) problems.push(`pair ${place + 1} was removed`);
  return problems;
}
