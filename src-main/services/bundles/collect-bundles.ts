import { closeSync, constants, copyFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { CollectedFile } from '../../../src-shared/contract/bundles.ts';
import type { SessionSummary } from '../../../src-shared/contract/studies.ts';
import { appendCollected } from '../../db/bundles/bundle-entries.ts';
import { collectSession, continueSession } from '../../db/bundles/collect-session.ts';
import { BUNDLE_FILE, openDb } from '../../db/open.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import { countResponses } from '../../db/studies/responses.ts';
import { getStudy, type StudyRow } from '../../db/studies/studies.ts';
import { openRegular } from '../../ecg/source/regular-file.ts';
import { WORKSPACE_PAIRS } from '../studies/pair-source.ts';
import { checkStudy } from '../studies/check-study.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import { checkWhole } from './bundle-place.ts';
import { bundleContent } from './inspect-bundle.ts';
import { checkReturned, notFinished, type Known } from './check-returned.ts';

/** A file as it was named, where it lies, and why it is taken should it not be finished. */
export interface ReturnedPath {
  name: string;
  path: string;
  unfinished: string | null;
}

/**
 * Takes what readers answered in bundles, file by file: of each all or nothing, and of a file that was taken before
 * nothing. The files stay as they are. `study`: of which all have to be; null: each is taken into its own. Throws AppError
 * 'damaged' if that study was changed.
 */
export async function* collectBundles(
  context: ServiceContext,
  study: StudyRow | null,
  files: readonly ReturnedPath[],
): AsyncGenerator<CollectedFile> {
  const checked = new Set<string>();
  const check = async ({ id }: StudyRow): Promise<void> => {
    if (!checked.has(id)) await checkStudy(context.db, id);
    checked.add(id);
  };
  if (study) await check(study);
  const known: Known = { pairs: new Map(), tracings: new Map() };
  for (const file of files) {
    yield await collectFile(context, study, file, check, known);
    // Storing one and opening the next are two stops, not one.
    await setImmediate();
  }
}

async function collectFile(
  context: ServiceContext,
  named: StudyRow | null,
  { name: file, path, unfinished }: ReturnedPath,
  check: (study: StudyRow) => Promise<void>,
  known: Known,
): Promise<CollectedFile> {
  let study = named;
  // Where it lies is this program's business: whoever sent it knows it by its name.
  const places = [path];
  try {
    return await context.workspace.withTemporaryFolder(async (folder) => {
      const copy = join(folder, basename(path));
      places.unshift(copy);
      const bundle = openCopy(path, copy);
      try {
        study ??= studyOf(context.db, bundle);
        await check(study);
        return { file, study: study.title, ...(await takeSessions(context.db, study, bundle, unfinished, known)) };
      } finally {
        bundle.close();
      }
    });
  } catch (error) {
    const { code, message } = AppError.from(error);
    if (code === 'internal' || code === 'storage') throw error;
    const problem = places.reduce((text, place) => text.replaceAll(place, file), message);
    return { file, study: study?.title ?? null, problems: [problem], ...NOTHING };
  }
}

/** The study of this workspace that a bundle is of. Throws AppError 'not-found' if it has none. */
function studyOf(db: WritableDB, bundle: WritableDB): StudyRow {
  const { studyId, title } = bundleContent(bundle);
  const study = getStudy(db, studyId);
  if (study) return study;
  throw new AppError('not-found', `it is of a study that this workspace does not have, "${title}" (${studyId})`);
}

const NOTHING = { added: [], continued: [], known: [], unfinished: [] };

/** With a journal that a program which was killed has left beside it: it belongs to the file. */
function openCopy(file: string, copy: string): WritableDB {
  closeSync(openRegular(file).descriptor);
  checkWhole(file);
  copyFileSync(file, copy, constants.COPYFILE_EXCL);
  if (existsSync(`${file}-journal`)) copyFileSync(`${file}-journal`, `${copy}-journal`, constants.COPYFILE_EXCL);
  const bundle = openDb(copy, BUNDLE_FILE);
  const intact = bundle.pragma('integrity_check', { simple: true });
  if (intact === 'ok') return bundle;
  bundle.close();
  // SQLite writes a heading above what it found first.
  const found = String(intact).split('\n').at(-1);
  throw new AppError('damaged', `${file} is damaged (${found}). Ask for another copy of it.`);
}

/** `reason`: why sessions that are not at their end are taken too; null if they are not. */
async function takeSessions(
  db: WritableDB,
  study: StudyRow,
  bundle: WritableDB,
  reason: string | null,
  knownOfAll: Known,
): Promise<Omit<CollectedFile, 'file' | 'study'>> {
  const { bundleId, fresh, known, continued, ...checked } = await inPieces(
    checkReturned(db, study, bundle, knownOfAll),
  );
  const unfinished = said(checked.unfinished);
  const problems = [...checked.problems, ...(reason === null ? checked.unfinished.map(notFinished) : [])];
  if (problems.length > 0) return { problems, ...NOTHING, unfinished };
  const isOpen = new Set(checked.unfinished.map(({ id }) => id));
  const before = new Map(continued.map(({ id }) => [id, countResponses(db, id)]));
  await storeWhenFree(db, () => {
    for (const { id: sessionId, reader } of [...fresh, ...continued]) {
      const told = { studyId: study.id, bundleId, sessionId };
      appendCollected(
        db,
        nowIso(),
        reason !== null && isOpen.has(sessionId) ? { ...told, unfinished: reason } : told,
        bundle,
      );
      if (before.has(sessionId)) continueSession(db, bundle, sessionId);
      else collectSession(db, bundle, sessionId, WORKSPACE_PAIRS.ownTrials(db, study, reader));
    }
  });
  const further = continued.map((each) => ({ ...each, answered: each.answered - (before.get(each.id) ?? 0) }));
  return { problems, added: said(fresh), continued: said(further), known: said(known), unfinished };
}

const said = (sessions: readonly SessionSummary[]): CollectedFile['added'] =>
  sessions.map(({ reader, answered: answers }) => ({ reader, answers }));
