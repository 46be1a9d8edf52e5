import { createHash } from 'node:crypto';
import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';

/** Equal for the same recordings with the same classes and splits in the same order, whatever else has changed. */
export function hashRecords(records: readonly { sha256: string; label: ClassIndex; split: Split }[]): string {
  return hashLines(records.map(({ sha256, label, split }) => `${sha256} ${label} ${split}`));
}

/**
 * Equal for the same set of recordings, each by its SHA-256, whatever their order, names and classes, and however often
 * one is listed.
 */
export function hashRecordings(sha256s: Iterable<string>): string {
  return hashLines([...new Set(sha256s)].sort());
}

function hashLines(lines: readonly string[]): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(`${line}\n`);
  return hash.digest('hex');
}
