import type { Command } from 'commander';
import type { Split } from '../../../../src-shared/ecg.ts';
import type { AttackResult } from '../../../services/create-services.ts';
import { addAttackFlags, attackOptionsOf } from '../attack-flags.ts';
import { attackText } from '../attack-text.ts';
import { newCommand } from '../command.ts';
import { split, wholeNumber } from '../parse.ts';
import { runCommand, type GlobalOptions } from '../session.ts';

interface AttackCommandOptions extends GlobalOptions {
  model?: string;
  dataset?: string;
  split: Split;
  limit?: number;
  export?: string;
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
    .option('--limit <number>', 'attack only the first so many records', wholeNumber(1))
    .option('--export <file.npz>', 'also write the run for other programs');
  addAttackFlags(attack).action(async (options: AttackCommandOptions) => {
    await runCommand(options, async ({ services, follow }) => {
      const job = services.attacks.start({
        modelId: services.models.find(options.model).id,
        datasetId: services.datasets.find(options.dataset).id,
        split: options.split,
        limit: options.limit,
        options: attackOptionsOf(attack),
      });
      const result = (await follow(job)) as AttackResult;
      if (options.export !== undefined) await follow(services.attacks.startExport(result.runId, options.export));
      return { data: result, text: attackText(result, options.export) };
    });
  });
}
