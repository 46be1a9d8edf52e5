import { createReadStream, existsSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { EVIDENCE_LOG } from '../safekeeping/evidence-log.ts';

/** Every line of the log says first which entry it holds. */
const POSITION = /^\{"position":(\d+),/;

/** Copies of the log of the evidence what belongs to a database whose audit has `count` entries, durably. */
export async function copyEvidence(from: string, to: string, count: number, signal: AbortSignal): Promise<void> {
  const file = await open(join(to, EVIDENCE_LOG), 'wx', 0o600);
  try {
    const path = join(from, EVIDENCE_LOG);
    // Files are read in pieces; the lines of each are written before the next is read.
    const lines = existsSync(path) ? createInterface({ input: createReadStream(path, { signal }) }) : [];
    for await (const line of lines) {
      const position = Number(POSITION.exec(line)?.[1] ?? Infinity);
      if (position <= count) await file.appendFile(`${line}\n`);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
