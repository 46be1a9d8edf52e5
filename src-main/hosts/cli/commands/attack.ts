import { classesOfCard, type ClassList } from '../../../../src-shared/class-list.ts';
import { Option, type Command } from 'commander';
import type { RequestOf } from '../../../../src-shared/analyses/index.ts';
import type { AttackOptions } from '../../../../src-shared/attacks/index.ts';
import type { Split } from '../../../../src-shared/ecg.ts';
import { addAttackFlags, attackOptionsOf } from '../input/attack-flags.ts';
import { attackText } from '../output/attack-text.ts';
import { writeText } from '../output/write-text.ts';
import { newCommand } from '../input/command.ts';
import { split, wholeNumber } from '../input/parse.ts';
import { runCommand, type CommandContext, type CommandResult, type GlobalOptions } from '../run/session.ts';
import { targetedTableText } from '../output/targeted-table-text.ts';

interface AttackCommandOptions extends GlobalOptions {
  model?: string;
  dataset?: string;
  split: Split;
  limit?: number;
  export?: string;
  table?: 'targeted';
}

export function addAttackCommand(program: Command): void {
  const attack = newCommand(
    program,
    'attack',
    'Make adversarial ECGs, store every example with its provenance, and report how many records were fooled.',
    'attack --preset han2020-sap --split test --limit 50 --export sap.npz',
  );
  attack
    .option('--model <name>', 'model to fool (default: the bundled one)')
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option('--split <split>', 'train, validation or test', split, 'test' as Split)
    .option('--limit <number>', 'attack only the first N records', wholeNumber(1))
    .option(
      '--export <file>',
      'also export the run: .npz with signals for other programs, .csv with the outcome of each record',
    )
    .addOption(
      new Option(
        '--table <name>',
        'targeted: Table 1 of Han et al. 2020, a run for each class of the model, with that class as the target',
      )
        .choices(['targeted'])
        .conflicts(['export', 'target', 'protocol']),
    );
  addAttackFlags(attack).action(async (options: AttackCommandOptions) => {
    await runCommand(options, async (context) => {
      const { services, follow } = context;
      const model = services.models.find(options.model);
      const classes = classesOfCard(model.card);
      const subject = {
        modelId: model.id,
        datasetId: services.datasets.find(options.dataset).id,
        split: options.split,
        limit: options.limit,
      };
      if (options.table === 'targeted')
        return targetedTable(context, subject, attackOptionsOf(attack, classes), classes);
      const job = services.attacks.start({ ...subject, options: attackOptionsOf(attack, classes) });
      const result = await follow(job);
      const path = options.export;
      if (path?.endsWith('.csv')) writeText(path, services.attacks.outcomesCsv(result.runId));
      else if (path !== undefined) await follow(services.attacks.startExport(result.runId, path));
      return { data: result, text: attackText(result, path) };
    });
  });
}

async function targetedTable(
  { services, follow }: CommandContext,
  subject: Omit<RequestOf<'targeted-table'>, 'kind' | 'attack'>,
  attack: AttackOptions,
  classes: ClassList,
): Promise<CommandResult> {
  const request = { kind: 'targeted-table', ...subject, attack: { ...attack, target: null } } as const;
  const analysisId = services.analyses.same(request) ?? (await follow(services.analyses.start(request))).analysisId;
  const { result } = services.analyses.getOf('targeted-table', analysisId);
  return { data: { analysisId, ...result }, text: targetedTableText(result, classes) };
}
