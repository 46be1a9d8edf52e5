import type { RestoreLoss } from '../contract/workspace.ts';
import { counted } from '../format/counted.ts';

/** What is not in a backup, in one sentence. */
export function restoreLossText({ events, answers, sessions, locks, bundles }: RestoreLoss): string {
  if (events === 0) return 'Nothing was stored since this backup.';
  const parts = [
    counted(answers, 'answer'),
    ...(sessions > 0 ? [`${counted(sessions, 'session')} that began or came back`] : []),
    ...(locks > 0 ? [counted(locks, 'lock')] : []),
    ...(bundles > 0 ? [`${counted(bundles, 'sealed file')} that ${bundles === 1 ? 'was' : 'were'} made`] : []),
  ];
  return `Since this backup the audit has ${counted(events, 'entry', 'entries')} that it lacks, with ${parts.join(', ')}.`;
}
