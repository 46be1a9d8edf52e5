import { closeSync, constants, existsSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { CollectedFile } from '../../../src-shared/contract/bundles.ts';
import type { SessionSummary } from '../../../src-shared/contract/studies.ts';
import { appendCollected } from '../../db/bundles/bundle-entries.ts';
import { readReturned, storeReturned, type ReturnedSession } from '../../db/bundles/collect-session.ts';
import { BUNDLE_FILE, openDb } from '../../db/open.ts';
import type { ReadableDB, WritableDB } from '../../db/sqlite/connection.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import { countResponses } from '../../db/studies/responses.ts';
import { findReaderWithdrawal } from '../../db/studies/reader-withdrawals.ts';
import { getSession } from '../../db/studies/sessions.ts';
import { getStudy, type StudyRow } from '../../db/studies/studies.ts';
import type { TrialRow } from '../../db/studies/trials.ts';
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
      const bundle = await openCopy(path, copy);
      // What was read of the whole file is one stop, and what it says is the next.
      await setImmediate();
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
async function openCopy(file: string, copy: string): Promise<WritableDB> {
  closeSync(openRegular(file).descriptor);
  checkWhole(file);
  await copyFile(file, copy, constants.COPYFILE_EXCL);
  if (existsSync(`${file}-journal`)) await copyFile(`${file}-journal`, `${copy}-journal`, constants.COPYFILE_EXCL);
  const bundle = openDb(copy, BUNDLE_FILE);
  await setImmediate();
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
  // What is read of the bundle is read before, in pieces: the transaction only stores.
  const returned: { session: ReturnedSession; own: TrialRow[]; reader: string }[] = [];
  for (const { id, reader } of [...fresh, ...continued]) {
    const continues = before.has(id);
    const session = await inPieces(readReturned(db, bundle, id, continues));
    returned.push({ session, reader, own: continues ? [] : WORKSPACE_PAIRS.ownTrials(db, study, reader) });
    await setImmediate();
  }
  await storeWhenFree(db, () => {
    for (const { session, own, reader } of returned) {
      const { sessionId } = session;
      checkUnchanged(db, study, { sessionId, reader, answers: before.get(sessionId) ?? null });
      const told = { studyId: study.id, bundleId, sessionId };
      appendCollected(
        db,
        nowIso(),
        reason !== null && isOpen.has(sessionId) ? { ...told, unfinished: reason } : told,
        bundle,
      );
      storeReturned(db, session, own);
    }
  });
  const further = continued.map((each) => ({ ...each, answered: each.answered - (before.get(each.id) ?? 0) }));
  return { problems, added: said(fresh), continued: said(further), known: said(known), unfinished };
}

/**
 * That nothing came in between the check of a file and its storing: the same file collected by somebody else, or a
 * withdrawal. `answers`: those that were here of the session; null for none. Throws AppError 'conflict'.
 */
function checkUnchanged(
  db: ReadableDB,
  study: StudyRow,
  { sessionId, reader, answers }: { sessionId: string; reader: string; answers: number | null },
): void {
  const here = getSession(db, sessionId) ? countResponses(db, sessionId) : null;
  if (here === answers && !(answers === null && findReaderWithdrawal(db, study.id, reader))) return;
  throw new AppError(
    'conflict',
    `what the workspace has of "${reader}" changed meanwhile. Collect the file once more.`,
  );
}

const said = (sessions: readonly SessionSummary[]): CollectedFile['added'] =>
  sessions.map(({ reader, answered: answers }) => ({ reader, answers }));
