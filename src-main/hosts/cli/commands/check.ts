import type { Command } from 'commander';
import { counted } from '../../../../src-shared/format/counted.ts';
import type { StudyEvidence } from '../../../../src-shared/contract/results.ts';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';
import { findReceipt } from '../../../services/create-services.ts';
import { newCommand } from '../input/command.ts';
import { evidenceLines } from '../output/evidence-text.ts';
import { textTable } from '../output/text-table.ts';
import { say } from '../run/say.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

interface CheckOptions extends GlobalOptions {
  receipt: string[];
}

type Session = StudyEvidence['sessions'][number];

/** `study check`, under the command `study`. */
export function addCheckCommand(study: Command): void {
  newCommand(
    study,
    'check <study>',
    'Check a study against what was locked, audited and signed, and receipts that readers kept. Ends with 1 if anything differs.',
    'study check "Demo study" --receipt 1a2b-3c4d-5e6f-7a8b-9c0d',
  )
    .option(
      '--receipt <fingerprint>',
      'what the last page told a reader; may be given several times',
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .action(async (idOrTitle: string, options: CheckOptions) => {
      await runCommand(options, async ({ services }) => {
        const { id, title } = services.studies.find(idOrTitle);
        say(`Study ${id} "${visibleText(title)}"`);
        const evidence = await services.results.evidence(id);
        const receipts = options.receipt.map((receipt) => ({
          receipt,
          session: findReceipt(evidence.sessions, receipt) ?? null,
        }));
        const differs = evidence.problems.length > 0 || receipts.some(({ session }) => session === null);
        return {
          data: { ...evidence, receipts },
          text: [...evidenceLines(evidence), sessionText(evidence.sessions), ...receipts.map(receiptText)].join('\n'),
          exitCode: differs ? 1 : 0,
        };
      });
    });
}

function sessionText(sessions: readonly Session[]): string {
  const rows = sessions.map(({ reader, answers, receipt, signed }) => [
    visibleText(reader),
    String(answers),
    receipt ?? (signed ? 'not at its end' : 'none: begun by an older version'),
  ]);
  return rows.length === 0 ? 'Nobody has begun to read it.' : textTable(['Reader', 'Answers', 'Receipt'], rows);
}

function receiptText({ receipt, session }: { receipt: string; session: Session | null }): string {
  return session
    ? `The receipt ${receipt} is that of ${visibleText(session.reader)}, for ${counted(session.answers, 'answer')}.`
    : `The receipt ${receipt} is that of no session of this study: it was noted wrongly, or the session that it was given for is not the one that is stored.`;
}
