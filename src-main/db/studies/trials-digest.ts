import { createHash } from 'node:crypto';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';
import type { TrialRow } from './trials.ts';

/** SHA-256, hexadecimal, of a session's own trials in their order. */
export function trialsDigest(trials: readonly TrialRow[]): string {
  return createHash('sha256').update(canonicalJson(trials)).digest('hex');
}
