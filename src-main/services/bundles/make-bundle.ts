import { createHash, randomUUID } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { blindProtocol } from '../../../src-shared/study/blinded-protocol.ts';
import { appendAudit, type AuditHead } from '../../db/audit/audit.ts';
import { findLockEntry } from '../../db/audit/study-entries.ts';
import { insertBlindedTracings } from '../../db/bundles/blinded-tracings.ts';
import { insertBlindedStudy } from '../../db/bundles/blinded-study.ts';
import { appendBundle, type BundleContent } from '../../db/bundles/bundle-entries.ts';
import { copyStudy } from '../../db/bundles/copy-study.ts';
import { insertSealedTruth } from '../../db/bundles/sealed-truth.ts';
import { BUNDLE_FILE, openDb } from '../../db/open.ts';
import type { ReadableDB, WritableDB } from '../../db/sqlite/connection.ts';
import { listReaderCodes } from '../../db/studies/reader-codes.ts';
import { getStudyColumns } from '../../db/studies/study-columns.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { shownDigest } from '../../study/evidence/shown-digest.ts';
import { storedPositions } from '../../study/presentation/stored-positions.ts';
import { seal } from '../../study/sealing/seal.ts';
import { readingOf } from './reading-of.ts';
import { sentTracings } from '../studies/pair-source.ts';
import { inPieces, type Steps } from '../workspace/in-pieces.ts';

interface BundleRequest {
  study: StudyRow;
  /** Whom it is for; null for any reader. */
  reader: string | null;
  /** Of the coordinator. */
  publicKey: Uint8Array;
  path: string;
  at: string;
  version: string;
}

/** What is known of a bundle that was made, before anybody opens it. */
export interface MadeBundle {
  bundleId: string;
  path: string;
  reader: string | null;
  audit: AuditHead;
}

/** The truth is authenticated with what it belongs to, so that it opens in no other study's file. */
export const truthContext = (studyId: string, studyDigest: string): string => `${studyId} ${studyDigest}`;

/**
 * Writes a bundle: one file that holds what a reader is shown of a locked study, room for answers, and the truth, which
 * only the coordinator's key opens. Throws AppError 'conflict' if the file exists, 'refused' for a study that was locked
 * by a version without a digest.
 */
export async function makeBundle(db: ReadableDB, request: BundleRequest): Promise<MadeBundle> {
  const { reader, path } = request;
  refuseExisting(path, 'answers');
  const unfinished = `${path}.part`;
  rmSync(unfinished, { force: true });
  try {
    const bundle = openDb(unfinished, BUNDLE_FILE);
    let made: { bundleId: string; audit: AuditHead };
    try {
      made = await inPieces(fill(db, bundle, request));
      bundle.exec('VACUUM');
    } finally {
      bundle.close();
    }
    renameSync(unfinished, path);
    return { bundleId: made.bundleId, audit: made.audit, path, reader };
  } catch (error) {
    rmSync(unfinished, { force: true });
    rmSync(`${unfinished}-journal`, { force: true });
    throw error;
  }
}

/** `mayHold`: what would be lost with it. Throws AppError 'conflict' if the file exists. */
export function refuseExisting(path: string, mayHold: string): void {
  if (existsSync(path))
    throw new AppError(
      'conflict',
      `${path} exists already, and may hold ${mayHold}. Move it, or choose another place.`,
    );
}

function* fill(
  db: ReadableDB,
  bundle: WritableDB,
  { study, reader, publicKey, at, version }: BundleRequest,
): Steps<{ bundleId: string; audit: AuditHead }> {
  const { id: studyId, title, protocolSha256, commitment } = study;
  const studyDigest = findLockEntry(db, studyId)?.digest;
  if (study.lockedAt === null || studyDigest === undefined) {
    throw new AppError(
      'refused',
      study.lockedAt === null
        ? `The study "${title}" is a draft. Lock it before it is exported.`
        : `The study "${title}" was locked by a version of Equipoise that took no digest: nobody could check what comes back. Read it in the workspace.`,
    );
  }
  const sealed = seal(gzipSync(copyStudy(db, studyId)), publicKey, truthContext(studyId, studyDigest));
  yield;
  const trials = readingOf(db, study, reader);
  const shown: BundleContent['trials'] = [];
  bundle.exec('BEGIN IMMEDIATE');
  const codes = listReaderCodes(db, studyId).filter((code) => reader === null || code === reader);
  insertBlindedStudy(bundle, { study: { ...study, protocol: blindProtocol(study.protocol) }, codes, trials });
  for (const trial of trials) {
    const { tracings, ...scales } = sentTracings(db, study, trial);
    const blinded = { ...scales, tracings: tracings.map(storedPositions) };
    insertBlindedTracings(bundle, trial.id, blinded);
    shown.push({ id: trial.id, sha256: shownDigest({ ...trial, ...blinded }) });
    yield;
  }
  insertSealedTruth(bundle, sealed);
  appendAudit(bundle, study.lockedAt, 'study-lock', { studyId, protocolSha256, commitment, digest: studyDigest });
  const content: BundleContent = {
    ...{ bundleId: randomUUID(), studyId, title, studyDigest, protocolSha256, commitment, reader },
    publicKey: Buffer.from(publicKey).toString('base64'),
    truthSha256: sha256(sealed),
    trials: shown,
    studySha256: studyColumnsDigest(bundle, studyId),
    programVersion: version,
  };
  const audit = appendBundle(bundle, at, content);
  bundle.exec('COMMIT');
  return { bundleId: content.bundleId, audit };
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Of everything that a bundle's own row of its study says. */
export const studyColumnsDigest = (bundle: ReadableDB, studyId: string): string =>
  sha256(Buffer.from(canonicalJson(getStudyColumns(bundle, studyId) ?? null)));
