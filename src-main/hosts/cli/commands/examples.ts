import { Option, type Command } from 'commander';
import { idByStart } from '../input/by-start.ts';
import { newCommand } from '../input/command.ts';
import { positiveNumber, wholeNumber } from '../input/parse.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';
import { answer, EXPORT } from './answer-analysis.ts';

interface ExampleOptions extends GlobalOptions {
  export?: string;
  limit?: number;
  draws?: number;
  seed?: number;
}

interface ExistenceOptions extends ExampleOptions {
  sigma?: number;
  compat?: string;
  record?: string;
}

/** Analyses that begin at the examples of a run. */
export function addExampleCommands(program: Command): void {
  newCommand(
    program,
    'existence <run>',
    'Whether the neighbourhood of a run’s examples is adversarial too: by noise, crossings and band, each beside random directions.',
    'existence 3f0c2c1e --limit 20 --draws 1000 --compat han2020',
  )
    .option(
      '--limit <number>',
      'explore only the first N examples that were classified correctly and are fooled',
      wholeNumber(1),
    )
    .option('--draws <number>', 'new signals of each procedure (default: 1000)', wholeNumber(1, 100_000))
    .option('--sigma <units>', 'standard deviation of the noise, ADC units (default: 5)', positiveNumber)
    .addOption(new Option('--compat <name>', 'also do what the public scripts do').choices(['none', 'han2020']))
    .option('--seed <number>', 'seed of all random draws (default: 1)', wholeNumber(0, 2_147_483_647))
    .option('--record <name>', 'record of the band figure (default: the example in the middle)')
    .option(...EXPORT)
    .action(async (run: string, options: ExistenceOptions) => {
      await runCommand(options, (context) =>
        answer(context, options.export, {
          kind: 'existence',
          runId: idByStart('attack run', context.services.attacks.list(), run),
          limit: options.limit,
          draws: options.draws,
          sigmaUnits: options.sigma,
          compat: options.compat,
          seed: options.seed,
          record: options.record,
        }),
      );
    });

  newCommand(
    program,
    'device <run>',
    'Which examples of a run still fool the model after filters, resampling, a gain error, a shift and a coarser resolution, each alone and in turn.',
    'device 3f0c2c1e --draws 20',
  )
    .option(
      '--limit <number>',
      'only the first N examples that were classified correctly and are fooled',
      wholeNumber(1),
    )
    .option('--draws <number>', 'devices for each example and step (default: 10)', wholeNumber(1, 10_000))
    .option('--seed <number>', 'seed of all random draws (default: 1)', wholeNumber(0, 2_147_483_647))
    .option(...EXPORT)
    .action(async (run: string, options: ExampleOptions) => {
      const { limit, draws, seed } = options;
      await runCommand(options, (context) =>
        answer(context, options.export, {
          kind: 'device',
          runId: idByStart('attack run', context.services.attacks.list(), run),
          ...{ limit, draws, seed },
        }),
      );
    });
}
