import { existsSync, readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Evidence } from '../../db/audit/evidence.ts';

/** Every entry of the audit once more, with sessions and answers, one JSON document a line. Only ever appended to. */
export const EVIDENCE_LOG = 'evidence.jsonl';

const rowsSchema = z.array(
  z.record(z.string(), z.union([z.string(), z.number(), z.null(), z.strictObject({ base64: z.string() })])),
);
const evidenceSchema: z.ZodType<Evidence> = z.object({
  position: z.int().positive(),
  at: z.string(),
  action: z.string(),
  details: z.string(),
  previousHash: z.string(),
  hash: z.string(),
  sessions: rowsSchema,
  // Older versions knew no trials of a session's own.
  trials: rowsSchema.default([]),
  responses: rowsSchema,
});

/**
 * The entries in the file in their order, as far as each continues the one before. Two programs may both have written
 * one; a program that was killed may have left part of a line, and writes that entry again.
 */
export function readEvidenceLog(folder: string): Evidence[] {
  const path = join(folder, EVIDENCE_LOG);
  if (!existsSync(path)) return [];
  const byPosition = new Map<number, Evidence>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    const entry = readLogEntry(line);
    if (entry) byPosition.set(entry.position, entry);
  }
  const chain: Evidence[] = [];
  for (let next = byPosition.get(1); next; next = byPosition.get(next.position + 1)) {
    if (next.previousHash !== (chain.at(-1)?.hash ?? '')) break;
    chain.push(next);
  }
  return chain;
}

/** Undefined for what is no whole entry: a program that was killed may have left part of a line. */
export function readLogEntry(line: string): Evidence | undefined {
  try {
    return evidenceSchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Durable when it resolves. Each line begins and ends with a line break, so that a torn one before it spoils none. */
export async function appendEvidenceLog(folder: string, entries: readonly Evidence[]): Promise<void> {
  const file = await open(join(folder, EVIDENCE_LOG), 'a', 0o600);
  try {
    await file.appendFile(`\n${entries.map((entry) => JSON.stringify(entry)).join('\n')}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
}
