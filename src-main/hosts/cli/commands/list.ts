import type { Command } from 'commander';
import type { StoppedTraining } from '../../../services/create-services.ts';
import { newCommand } from '../command.ts';
import { percent, textTable } from '../format.ts';
import { runCommand, type GlobalOptions } from '../session.ts';

/** What is in the workspace. */
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
          : 'There is no dataset yet.';
      return { data: datasets, text };
    });
  });

  newCommand(
    program,
    'models',
    'List the models with their newest scores, and the trainings that were stopped.',
    'models',
  ).action(async (options: GlobalOptions) => {
    await runCommand(options, async ({ services }) => {
      const models = services.models.list();
      const rows = models.map(({ name, id, origin, evaluations }) => {
        const newest = evaluations[0];
        const scores = newest
          ? `F1 ${newest.metrics.meanF1.toFixed(3)}, accuracy ${newest.metrics.accuracy.toFixed(3)} (${newest.dataset}, ${newest.split})`
          : '–';
        return [name, id, origin, scores];
      });
      const stopped = services.trainings.stopped();
      const text = rows.length > 0 ? textTable(['name', 'id', 'origin', 'scores'], rows) : 'There is no model yet.';
      return {
        data: [...models, ...stopped.map((training) => ({ ...training, origin: 'stopped-training' }))],
        text: `${text}${stoppedText(stopped)}`,
      };
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
            : 'There is no attack run yet.',
      };
    });
  });
}

function stoppedText(stopped: StoppedTraining[]): string {
  if (stopped.length === 0) return '';
  const rows = stopped.map(({ id, name, dataset, savedAt }) => [name, id, dataset, savedAt]);
  const table = textTable(['name', 'id', 'dataset', 'last epoch kept'], rows);
  return `\n\nStopped trainings (go on with: equipoise train --resume <id>)\n${table}`;
}
