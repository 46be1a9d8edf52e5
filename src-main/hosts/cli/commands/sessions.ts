import type { Command } from 'commander';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';
import { FOLLOW_COLUMNS } from '../../../../src-shared/study/follow-words.ts';
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
      const data = await studies.follow(id);
      const rows = data.map((row) => [visibleText(row.reader), ...FOLLOW_COLUMNS.map(({ text }) => text(row))]);
      return {
        data,
        text:
          rows.length === 0
            ? `Nobody has begun to read "${visibleText(title)}".`
            : textTable(['Reader', ...FOLLOW_COLUMNS.map((column) => column.title)], rows),
      };
    });
  });
}
