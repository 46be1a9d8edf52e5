import { AppError } from '../../../src-shared/errors/app-error.ts';
import { appendAct } from '../../db/audit/acts.ts';
import type { ReadableDB, WritableDB } from '../../db/sqlite/connection.ts';
import { findTrialEvidence, getSignal, listTrialEvidence, type TrialEvidence } from '../../db/studies/locked-facts.ts';
import type { LeakTest } from '../../db/studies/leak-tests.ts';
import { getStudyColumns } from '../../db/studies/study-columns.ts';
import { recordHash } from '../../ecg/dataset/record-hash.ts';
import { atOnce, type Steps } from '../workspace/in-pieces.ts';
import { studyDigest, type LockedTrial, type StudyManifest } from '../../study/evidence/study-manifest.ts';

/** Key of a signal → the hash of what is stored under it, null if nothing is. */
export type ContentHashes = Map<string, string | null>;

/**
 * Everything that the study's results depend on, as it is stored now, with what is known of its lock: each signal is read and hashed anew, but for those
 * in `hashes`. Undefined if there is no such study.
 */
export function* takeManifest(
  db: ReadableDB,
  studyId: string,
  lockedBy: Pick<StudyManifest, 'programVersion' | 'ditherBy'>,
  hashes: ContentHashes = new Map(),
): Steps<StudyManifest | undefined> {
  const study = getStudyColumns(db, studyId);
  if (!study) return undefined;
  const trials: LockedTrial[] = [];
  for (const trial of listTrialEvidence(db, studyId)) {
    trials.push(lockedTrial(db, trial, hashes));
    yield;
  }
  const { programVersion, ditherBy } = lockedBy;
  return { programVersion, ditherBy, study, trials };
}

/** Hashes what a lock has to hash before its transaction begins: signals are never changed, by a trigger. */
export function* hashSignals(db: ReadableDB, keys: readonly string[]): Steps<ContentHashes> {
  const hashes: ContentHashes = new Map();
  for (const key of keys) {
    contentHash(db, key, hashes);
    yield;
  }
  return hashes;
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
  {
    at,
    programVersion,
    hashes,
    leaks,
  }: { at: string; programVersion: string; hashes?: ContentHashes; leaks?: LeakTest },
): void {
  const manifest = atOnce(takeManifest(db, studyId, { programVersion, ditherBy: 'tracing' }, hashes));
  if (!manifest) throw new AppError('not-found', `There is no study with id ${studyId}.`);
  const digest = studyDigest(manifest);
  const { protocol_sha256: protocolSha256, commitment } = manifest.study;
  appendAct(db, at, 'study-lock', {
    ...{ studyId, protocolSha256, commitment, digest, manifest },
    ...(leaks && { leaks }),
  });
}

/** `hashes`: of the signals that were hashed already, in this one pass. */
function lockedTrial(
  db: ReadableDB,
  { originalKey, attackedKey, ...facts }: TrialEvidence,
  hashes: ContentHashes,
): LockedTrial {
  return {
    ...facts,
    original: contentHash(db, originalKey, hashes),
    attacked: contentHash(db, attackedKey, hashes),
  };
}

function contentHash(db: ReadableDB, key: string | null, hashes: ContentHashes): string | null {
  if (key === null) return null;
  const known = hashes.get(key);
  if (known !== undefined) return known;
  const signal = getSignal(db, key);
  const hash = signal ? recordHash(signal) : null;
  hashes.set(key, hash);
  return hash;
}
