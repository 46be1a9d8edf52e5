import { closeSync, constants, copyFileSync, existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { appendCollected } from '../../db/bundles/bundle-entries.ts';
import { collectSession } from '../../db/bundles/collect-session.ts';
import { BUNDLE_FILE, openDb } from '../../db/open.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { openRegular } from '../../ecg/source/regular-file.ts';
import { WORKSPACE_PAIRS } from '../studies/pair-source.ts';
import { checkStudy } from '../studies/check-study.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { inPieces } from '../workspace/in-pieces.ts';
import { checkWhole } from './bundle-place.ts';
import { checkReturned } from './check-returned.ts';

/** What became of a file that came back. */
export interface CollectedFile {
  file: string;
  /** As clauses; nothing was taken from a file that has one. */
  problems: string[];
  /** Readers whose sessions were added, with the number of their answers. */
  added: { reader: string; answers: number }[];
  /** Readers whose sessions the study had already, just as they are in the file. */
  known: { reader: string; answers: number }[];
}

/**
 * Takes what readers answered in bundles of this study: of each file all or nothing, and of a file that was taken before
 * nothing. The files stay as they are. Throws AppError 'damaged' if the study itself was changed.
 */
export async function collectBundles(
  context: ServiceContext,
  study: StudyRow,
  files: readonly string[],
): Promise<CollectedFile[]> {
  await checkStudy(context.db, study.id);
  const collected: CollectedFile[] = [];
  for (const file of files) collected.push(await collectFile(context, study, file));
  return collected;
}

async function collectFile(context: ServiceContext, study: StudyRow, file: string): Promise<CollectedFile> {
  try {
    return await context.workspace.withTemporaryFolder(async (folder) => {
      const bundle = openCopy(file, folder);
      try {
        return { file, ...(await takeSessions(context.db, study, bundle)) };
      } finally {
        bundle.close();
      }
    });
  } catch (error) {
    const { code, message } = AppError.from(error);
    if (code === 'internal' || code === 'storage') throw error;
    return { file, problems: [message], added: [], known: [] };
  }
}

/** With a journal that a program which was killed has left beside it: it belongs to the file. */
function openCopy(file: string, folder: string): WritableDB {
  closeSync(openRegular(file).descriptor);
  checkWhole(file);
  const copy = join(folder, basename(file));
  copyFileSync(file, copy, constants.COPYFILE_EXCL);
  if (existsSync(`${file}-journal`)) copyFileSync(`${file}-journal`, `${copy}-journal`, constants.COPYFILE_EXCL);
  const bundle = openDb(copy, BUNDLE_FILE);
  const intact = bundle.pragma('integrity_check', { simple: true });
  if (intact === 'ok') return bundle;
  bundle.close();
  throw new AppError('damaged', `${file} is damaged (${String(intact)}). Ask for another copy of it.`);
}

async function takeSessions(db: WritableDB, study: StudyRow, bundle: WritableDB): Promise<Omit<CollectedFile, 'file'>> {
  const { bundleId, problems, fresh, known } = await inPieces(checkReturned(db, study, bundle));
  const said = (sessions: typeof fresh) => sessions.map(({ reader, answered: answers }) => ({ reader, answers }));
  if (problems.length > 0) return { problems, added: [], known: [] };
  await storeWhenFree(db, () => {
    for (const { id: sessionId, reader } of fresh) {
      appendCollected(db, nowIso(), { studyId: study.id, bundleId, sessionId }, bundle);
      collectSession(db, bundle, sessionId, WORKSPACE_PAIRS.ownTrials(db, study, reader));
    }
  });
  return { problems, added: said(fresh), known: said(known) };
}
