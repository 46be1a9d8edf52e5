import { Option, type Command } from 'commander';
import { visibleText } from '../../../../src-shared/format/hidden-characters.ts';
import type { AuditRow } from '../../../../src-shared/study/audit-fields.ts';
import { newCommand } from '../input/command.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

interface AuditOptions extends GlobalOptions {
  format: 'text' | 'csv' | 'json';
  trials?: boolean;
}

/** `study audit`, under the command `study`. */
export function addAuditCommand(study: Command): void {
  newCommand(
    study,
    'audit [study]',
    'Tell who did what when, of a study or of the whole workspace. Nothing of it tells a side, an arm or a record of a pair.',
    'study audit "Demo study" --format csv > audit.csv',
  )
    .addOption(new Option('--format <format>', 'text, csv or json').choices(['text', 'csv', 'json']).default('text'))
    .option('--trials', 'with every pair that was shown and every answer')
    .action(async (idOrTitle: string | undefined, { format: chosen, trials = false, ...options }: AuditOptions) => {
      const format = options.json === true ? 'json' : chosen;
      await runCommand({ ...options, json: format === 'json' }, async ({ services }) => {
        const studyId = idOrTitle === undefined ? null : services.studies.find(idOrTitle).id;
        if (format === 'csv') {
          const { text: file } = await services.audit.export({ studyId, trials }, format);
          return { data: null, text: '', file };
        }
        const data = await services.audit.all({ studyId, trials });
        return { data, text: data.map(lineOf).join('\n') };
      });
    });
}

const lineOf = ({ entry, at, who, what }: AuditRow): string =>
  `${entry}  ${at}  ${who === null ? '' : `${visibleText(who)}: `}${visibleText(what)}`;
