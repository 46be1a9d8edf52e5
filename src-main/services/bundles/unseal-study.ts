import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { isDatabase } from '../../db/bundles/copy-study.ts';
import { lookInto } from '../../db/sqlite/look-into.ts';
import { getSealedTruth } from '../../db/bundles/sealed-truth.ts';
import { openDb } from '../../db/open.ts';
import { unseal, type SealingKey } from '../../study/sealing/seal.ts';
import { nowIso } from '../workspace/context.ts';
import { makePrivateFolder } from '../workspace/private-folder.ts';
import { DATABASE } from '../safekeeping/check-evidence.ts';
import { checkWhole } from './bundle-place.ts';
import { bundleContent } from './inspect-bundle.ts';
import { truthContext } from './make-bundle.ts';

/**
 * Makes a workspace of the truth that lies sealed in a bundle: the study as it was locked, without a reader, where the
 * workspace that it came from is lost. Bundles that came back are then collected into it. Throws AppError 'refused' for
 * another key, 'conflict' if the folder holds a workspace.
 */
export function unsealStudy(file: string, key: SealingKey, folder: string): { studyId: string; title: string } {
  checkWhole(file);
  const { content, sealed } = lookInto(file, (db) => ({ content: bundleContent(db), sealed: getSealedTruth(db) }));
  if (!sealed) throw new AppError('damaged', `${file} has lost its sealed truth. Take another file of the study.`);
  const { studyId, title, studyDigest, bundleId } = content;
  const bytes = gunzipSync(unseal(sealed, key, truthContext(studyId, studyDigest)));
  if (!isDatabase(bytes)) throw new AppError('damaged', `What is sealed in ${file} is no study. Take another file.`);
  const path = join(folder, DATABASE);
  if (existsSync(path)) throw new AppError('conflict', `${folder} holds a workspace already. Name a new folder.`);
  makePrivateFolder(folder);
  writeFileSync(`${path}.part`, bytes, { flag: 'wx' });
  renameSync(`${path}.part`, path);
  const db = openDb(path);
  appendAct(db, nowIso(), 'study-unseal', { studyId, bundleId });
  db.close();
  return { studyId, title };
}
