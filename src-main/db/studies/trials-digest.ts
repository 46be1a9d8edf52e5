import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';
import type { TrialRow } from './trials.ts';

/** SHA-256, hexadecimal, of a session's own trials in their order. */
export function trialsDigest(trials: readonly TrialRow[]): string {
  return createHash('sha256')
    .update(canonicalJson(trials.map(digested)))
    .digest('hex');
}

/** Pairs of an example are digested as they were before there were any others. */
function digested({ recordId, madeRecordId, ...trial }: TrialRow): object {
  return recordId === null && madeRecordId === null ? trial : { ...trial, recordId, madeRecordId };
}
