import type { Command } from 'commander';
import { NETWORK_FORM_NAMES } from '../../../../src-shared/models/network-ports.ts';
import { newCommand } from '../input/command.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

/** `models export`, a subcommand of `models`. */
export function addModelExportCommand(models: Command): void {
  newCommand(
    models,
    'export <model>',
    'Write a model for other programs: as ONNX to a file whose name ends in .onnx, else as TF.js Layers into a folder. What was written is read again and compared.',
    'models export compact --out compact.onnx',
  )
    .requiredOption('--out <path>', 'the .onnx file, or the folder')
    .action(async (model: string, { out, ...options }: GlobalOptions & { out: string }) => {
      await runCommand(options, async ({ services, follow }) => {
        const result = await follow(services.startModelExport({ model, out }));
        const { path, form, checkedBy, largestDifference } = result;
        const text = `${path}: ${NETWORK_FORM_NAMES[form]}. Read again by ${checkedBy}, its logits differ by at most ${largestDifference.toExponential(1)} of the largest.`;
        return { data: result, text };
      });
    });
}
