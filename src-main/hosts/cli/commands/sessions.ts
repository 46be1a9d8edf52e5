import type { Command } from 'commander';
import type { StudySummary } from '../../../../src-shared/contract/studies.ts';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';
import { FOLLOW_COLUMNS } from '../../../../src-shared/study/follow-words.ts';
import { sentTo } from '../../../../src-shared/study/sent-to.ts';
import { newCommand } from '../input/command.ts';
import { textTable } from '../output/text-table.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

/** `study sessions`, under the command `study`. */
export function addSessionsCommand(study: Command): void {
  newCommand(
    study,
    'sessions <study>',
    'Show how the readers of a study are getting on: interruptions, response times, sides, catch trials. Which tracing is real does not show in it.',
    'study sessions "Demo study"',
  ).action(async (idOrTitle: string, options: GlobalOptions) => {
    await runCommand(options, async ({ services: { studies } }) => {
      const { id, title } = studies.find(idOrTitle);
      const found = studies.list().find((study) => study.id === id) as StudySummary;
      const data = await studies.follow(id);
      const rows = data.map((row) => [visibleText(row.reader), ...FOLLOW_COLUMNS.map(({ text }) => text(row))]);
      return {
        data,
        text: [
          rows.length === 0
            ? `Nobody has begun to read "${visibleText(title)}".`
            : textTable(['Reader', ...FOLLOW_COLUMNS.map((column) => column.title)], rows),
          ...notBegun(found),
        ].join('\n'),
      };
    });
  });
}

/** A line for each reader who was sent a sealed file and has no session. */
function notBegun(study: StudySummary): string[] {
  return sentTo(study).flatMap(({ reader, session, withdrawn }) => {
    if (reader === null || session) return [];
    const standing = withdrawn ? `withdrawn: ${visibleText(withdrawn.reason)}` : 'sent, not begun';
    return [`${visibleText(reader)}  ${standing}`];
  });
}
