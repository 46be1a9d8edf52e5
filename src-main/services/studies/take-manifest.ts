import { AppError } from '../../../src-shared/errors/app-error.ts';
import { appendAudit } from '../../db/audit/audit.ts';
import type { ReadableDB, WritableDB } from '../../db/sqlite/connection.ts';
import { findTrialEvidence, getSignal, listTrialEvidence, type TrialEvidence } from '../../db/studies/locked-facts.ts';
import { getStudyColumns } from '../../db/studies/study-columns.ts';
import { recordHash } from '../../ecg/dataset/record-hash.ts';
import { studyDigest, type LockedTrial, type StudyManifest } from '../../study/evidence/study-manifest.ts';

/**
 * Everything that the study's results depend on, as it is stored now: each signal is read and hashed anew. Undefined if
 * there is no such study.
 */
export function takeManifest(db: ReadableDB, studyId: string, programVersion: string): StudyManifest | undefined {
  const study = getStudyColumns(db, studyId);
  if (!study) return undefined;
  const hashes = new Map<string, string | null>();
  const trials = listTrialEvidence(db, studyId).map((trial) => lockedTrial(db, trial, hashes));
  return { programVersion, study, trials };
}

/** The same of one trial; undefined if it is gone. */
export function takeTrial(db: ReadableDB, trialId: string): LockedTrial | undefined {
  const trial = findTrialEvidence(db, trialId);
  return trial && lockedTrial(db, trial, new Map());
}

/** Puts the manifest of a study that was just locked into the audit; the caller holds the transaction. */
export function sealStudy(
  db: WritableDB,
  studyId: string,
  { at, programVersion }: { at: string; programVersion: string },
): void {
  const manifest = takeManifest(db, studyId, programVersion);
  if (!manifest) throw new AppError('not-found', `There is no study with id ${studyId}.`);
  const digest = studyDigest(manifest);
  const { protocol_sha256: protocolSha256, commitment } = manifest.study;
  appendAudit(db, at, 'study-lock', { studyId, protocolSha256, commitment, digest, manifest });
}

/** `hashes`: of the signals that were hashed already, in this one pass. */
function lockedTrial(
  db: ReadableDB,
  { originalKey, attackedKey, ...facts }: TrialEvidence,
  hashes: Map<string, string | null>,
): LockedTrial {
  const contentHash = (key: string | null): string | null => {
    if (key === null) return null;
    const known = hashes.get(key);
    if (known !== undefined) return known;
    const signal = getSignal(db, key);
    const hash = signal ? recordHash(signal) : null;
    hashes.set(key, hash);
    return hash;
  };
  return { ...facts, original: contentHash(originalKey), attacked: contentHash(attackedKey) };
}
