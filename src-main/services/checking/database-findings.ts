import type { Finding } from '../../../src-shared/contract/workspace-check.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import type { TaskResult } from '../../jobs/tasks/index.ts';

/** Nobody reads more of a kind. */
const MOST_NAMED = 5;

export const RESTORE = 'Restore a backup of before that: "equipoise workspace backups" lists them.';

/** What a worker read in the database, in sentences. */
export function findingsOf({
  pages,
  references,
  changedSignals,
  unusedSignals,
}: TaskResult<'check-database'>): Finding[] {
  const findings: Finding[] = [];
  if (pages.length > 0) findings.push({ what: `The database's file is damaged: ${some(pages)}.`, cure: RESTORE });
  if (references.length > 0)
    findings.push({
      what: `${counted(references.length, 'row')} of the database refer to others that do not exist: ${some(references)}.`,
      cure: `Another program has written into it. ${RESTORE}`,
    });
  for (const { sha256, usedBy } of changedSignals.slice(0, MOST_NAMED)) {
    const whose = usedBy.length > 0 ? usedBy.join(', ') : 'nothing any more';
    findings.push({
      what: `The signal ${sha256.slice(0, 12)}… of ${whose} is not as it was stored: its SHA-256 is another one.`,
      cure: usedBy.length > 0 ? RESTORE : 'The next start deletes it.',
    });
  }
  if (changedSignals.length > MOST_NAMED)
    findings.push({
      what: `${counted(changedSignals.length - MOST_NAMED, 'further signal')} are not as they were stored.`,
      cure: RESTORE,
    });
  if (unusedSignals > 0)
    findings.push({
      what: `${counted(unusedSignals, 'signal')} belong to no record and no example: an import or an attack was killed.`,
      cure: 'Nothing is lost; the next start deletes them.',
    });
  return findings;
}

function some(lines: readonly string[]): string {
  const more = lines.length > MOST_NAMED ? ` and ${lines.length - MOST_NAMED} more` : '';
  return `${lines.slice(0, MOST_NAMED).join('; ')}${more}`;
}
