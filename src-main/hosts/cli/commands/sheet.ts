import { Option, type Command } from 'commander';
import { SHEET_FORMS, type SheetForm } from '../../../../src-shared/contract/sheet.ts';
import { newCommand } from '../input/command.ts';
import { writeText } from '../output/write-text.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

interface SheetOptions extends GlobalOptions {
  form: SheetForm;
  out?: string;
}

/** `study protocol`, under the command `study`. */
export function addSheetCommand(study: Command): void {
  newCommand(
    study,
    'protocol <study>',
    'Write the protocol of a study as a PDF to print, or as a preregistration asks for it.',
    'study protocol "Demo study" --form preregistration --out preregistration.pdf',
  )
    .addOption(new Option('--form <form>', 'what is written').choices(SHEET_FORMS).default('protocol'))
    .option('--out <file.pdf>', 'where to (default: named after the study, in this folder)')
    .action(async (idOrTitle: string, { form, out, ...options }: SheetOptions) => {
      await runCommand(options, async ({ services }) => {
        const { fileName, bytes } = await services.studies.sheetPdf(services.studies.find(idOrTitle).id, form);
        const path = out ?? fileName;
        writeText(path, bytes);
        return { data: { path, form }, text: `Written: ${path}` };
      });
    });
}
