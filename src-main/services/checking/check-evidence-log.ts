import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setImmediate } from 'node:timers/promises';
import type { Finding } from '../../../src-shared/contract/workspace-check.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { auditHashAt } from '../../db/audit/evidence.ts';
import { EVIDENCE_LOG, readLogEntry } from '../safekeeping/evidence-log.ts';
import type { Workspace } from '../workspace/workspace.ts';

const CURE = `Put ${EVIDENCE_LOG} back from a backup, or delete it: the next start writes it again from the database.`;

/** Lines that are compared before others get a turn. */
const LINES_AT_ONCE = 100;

/** Whether the log of the evidence holds every entry of the audit as the database has it. */
export async function checkEvidenceLog({ folder, db, evidence }: Workspace): Promise<Finding[]> {
  await evidence.keep();
  const path = join(folder, EVIDENCE_LOG);
  if (!existsSync(path)) return [];
  const kept = new Set<number>();
  let others = 0;
  let read = 0;
  for await (const line of createInterface({ input: createReadStream(path) })) {
    // The lines of a piece of the file come without a pause between them.
    if (++read % LINES_AT_ONCE === 0) await setImmediate();
    const entry = readLogEntry(line);
    if (!entry) continue;
    if (auditHashAt(db, entry.position) === entry.hash) kept.add(entry.position);
    else others += 1;
  }
  const missing = [...kept].reduce((most, position) => Math.max(most, position), 0) - kept.size;
  const findings: Finding[] = [];
  if (missing > 0)
    findings.push({ what: `${path} lacks ${counted(missing, 'entry', 'entries')} of the audit.`, cure: CURE });
  if (others > 0)
    findings.push({
      what: `${path} has ${counted(others, 'entry', 'entries')} that the database has otherwise, or not at all.`,
      cure: CURE,
    });
  return findings;
}
