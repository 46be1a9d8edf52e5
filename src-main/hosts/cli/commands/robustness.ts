import type { Command } from 'commander';
import type { Split } from '../../../../src-shared/ecg.ts';
import { fillRobustnessSchema } from '../../../../src-shared/analyses/robustness.ts';
import { newCommand } from '../input/command.ts';
import { positiveNumber, several, split, wholeNumber } from '../input/parse.ts';
import { robustnessText } from '../output/robustness-text.ts';
import { writeText } from '../output/write-text.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';

interface RobustnessOptions extends GlobalOptions {
  dataset?: string;
  split: Split;
  epsilons?: number[];
  fill?: true;
  limit?: number;
  steps?: number;
  certify?: number[];
  export?: string;
}

/** `models robustness`: models under attack, side by side. */
export function addRobustnessCommand(models: Command): void {
  newCommand(
    models,
    'robustness <model...>',
    'Models under attack, side by side: scores, the worst case per record over all stored runs, curves and minimal perturbations at each budget, and what is certified. --fill makes what is missing: Auto-PGD at each budget, of models that have a gradient.',
    'models robustness tiny tiny-robust --fill --limit 50 --export robustness.csv',
  )
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option('--split <split>', 'train, validation or test', split, 'test' as Split)
    .option('--epsilons <microvolts,…>', 'budgets, µV (default: 1,2,5,10,50,75,100,150)', several(positiveNumber))
    .option('--fill', 'evaluate and attack first where something is missing')
    .option('--limit <number>', 'with --fill: on the first N records (default: 50)', wholeNumber(1))
    .option('--steps <number>', 'with --fill: of Auto-PGD at each budget (default: 20)', wholeNumber(1, 10_000))
    .option(
      '--certify <microvolts,…>',
      'with --fill: also certify by smoothing with noise of these standard deviations, µV',
      several(positiveNumber),
    )
    .option('--export <file.csv>', 'also write the table as CSV')
    .action(async (names: string[], options: RobustnessOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const asked = fillRobustnessSchema.parse({
          modelIds: names.map((name) => services.models.find(name).id),
          datasetId: services.datasets.find(options.dataset).id,
          split: options.split,
          epsilonsUv: options.epsilons,
          limit: options.limit,
          steps: options.steps,
          sigmasUv: options.certify,
        });
        if (options.fill) {
          for (const { modelId, clean } of services.robustness.table(asked).models)
            if (clean === null) await follow(services.models.startEvaluation({ ...asked, modelId }));
          await follow(services.robustness.startFill(asked));
        }
        const table = services.robustness.table(asked);
        if (options.export !== undefined) writeText(options.export, services.robustness.export(asked).text);
        const told =
          options.export === undefined
            ? ''
            : `\n\nTable: ${options.export} (docs/data-dictionary.md describes its columns)`;
        return { data: table, text: `${robustnessText(table)}${told}` };
      });
    });
}
