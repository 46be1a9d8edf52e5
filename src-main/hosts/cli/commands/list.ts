import type { Command } from 'commander';
import { newCommand } from '../input/command.ts';
import { textTable } from '../output/text-table.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';
import { percent } from '../../../../src-shared/format/share.ts';

/** Lists what is in the workspace. */
export function addListCommands(program: Command): void {
  newCommand(program, 'datasets', 'List the datasets.', 'datasets').action(async (options: GlobalOptions) => {
    await runCommand(options, async ({ services }) => {
      const datasets = services.datasets.list();
      const rows = datasets.map(({ name, records, classCounts, splitCounts, labels }) => [
        name,
        records,
        classCounts.join(' / '),
        `${splitCounts.train} / ${splitCounts.validation} / ${splitCounts.test}`,
        labels,
      ]);
      const text =
        rows.length > 0
          ? textTable(['name', 'records', 'N / A / O / ~', 'train / validation / test', 'labels'], rows)
          : 'There are no datasets yet.';
      return { data: datasets, text };
    });
  });

  newCommand(program, 'attacks', 'List the attack runs.', 'attacks').action(async (options: GlobalOptions) => {
    await runCommand(options, async ({ services }) => {
      const runs = services.attacks.list();
      const rows = runs.map(({ id, options: { method, epsilonUnits }, model, dataset, split, summary }) => [
        id.slice(0, 8),
        method,
        epsilonUnits,
        model,
        `${dataset} (${split})`,
        summary.records,
        percent(summary.asr),
      ]);
      return {
        data: runs,
        text:
          rows.length > 0
            ? textTable(['id', 'method', 'ε', 'model', 'dataset', 'records', 'fooled'], rows)
            : 'There are no attack runs yet.',
      };
    });
  });
}
