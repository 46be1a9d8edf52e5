import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Argument, type Command } from 'commander';
import {
  CAUSES,
  DEFAULT_REPRODUCTION,
  type ReproductionRequest,
  type StepProgress,
} from '../../../services/create-services.ts';
import { newCommand } from '../input/command.ts';
import { wholeNumber } from '../input/parse.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';
import { duration } from '../../../../src-shared/format/duration.ts';
import { say } from '../run/say.ts';

interface ReproduceOptions extends GlobalOptions, ReproductionRequest {
  out?: string;
}

const { examples, draws, allLimit, han2020Limit, causeEpochs } = DEFAULT_REPRODUCTION;

export function addReproduceCommand(program: Command): void {
  newCommand(
    program,
    'reproduce',
    'Make every table and figure of a paper and write a report with the paper’s figures beside ours. Stored results are used again: after Ctrl-C the same command resumes.',
    'reproduce han2020 --limit 50 --out report',
  )
    .addArgument(new Argument('<paper>', 'han2020: Nature Medicine 26, 360 (2020)').choices(['han2020']))
    .option('--model <name>', 'model to reproduce with (default: the bundled one)')
    .option('--dataset <name>', 'dataset; its test records are used (default: the newest)')
    .option('--limit <number>', 'attack only the first N test records', wholeNumber(1))
    .option('--examples <number>', 'adversarial examples around which new ones are sought', wholeNumber(1), examples)
    .option('--draws <number>', 'new signals of each procedure for each of these', wholeNumber(1, 100_000), draws)
    .option('--all', 'also minimal perturbation, success against the budget, SPSA and transfer', false)
    .option('--all-limit <number>', 'records for these', wholeNumber(1), allLimit)
    .option(
      '--han2020-limit <number>',
      'records on which the paper’s own network is attacked (minutes each, and ten for its scores); 0: leave it out',
      wholeNumber(0),
      han2020Limit,
    )
    .option(
      '--causes <names>',
      'also train small networks in these ways and attack them, to see what the paper’s rates come from: all, or some of ' +
        `${CAUSES.map(({ id }) => id).join(',')} (a quarter of an hour each)`,
      (text: string) => (text === 'all' ? CAUSES.map(({ id }) => id) : text.split(',').map((id) => id.trim())),
      [],
    )
    .option('--cause-epochs <number>', 'epochs of each of these', wholeNumber(1, 1000), causeEpochs)
    .option('--out <folder>', 'where the report goes (default: exports/han2020 in the workspace)')
    .action(async (_paper: string, options: ReproduceOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const reasons = await services.reproduction.make(options, { follow, onStep: sayStep });
        const folder = resolve(options.out ?? join(services.workspaceDir, 'exports', 'han2020'));
        const files = services.reproduction.report(options, reasons).map(({ name, text }) => {
          mkdirSync(folder, { recursive: true });
          writeFileSync(join(folder, name), text);
          return join(folder, name);
        });
        const notMade = [...reasons].map(([step, reason]) => ({ step, reason }));
        return {
          data: { files, notMade },
          text: [
            ...files.map((file) => `Report: ${file}`),
            ...notMade.map(({ step, reason }) => `Missing: ${step}: ${reason}`),
          ].join('\n'),
        };
      });
    });
}

/** Writes the step on stderr; the job's own progress follows below it. */
function sayStep({ position, steps, title, state, text, seconds }: StepProgress): void {
  const lines = {
    found: `${position} of ${steps}: ${title}: stored already (${text})`,
    started: `${position} of ${steps}: ${title}`,
    made: `  done in ${duration(seconds)}`,
    refused: `  cannot be made: ${text}`,
  };
  say(lines[state]);
}
