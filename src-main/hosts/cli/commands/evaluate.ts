import type { Command } from 'commander';
import { className, classesOfCard, type ClassList } from '../../../../src-shared/class-list.ts';
import { type Split } from '../../../../src-shared/ecg.ts';
import { meanF1Words } from '../output/mean-f1-words.ts';
import type { JobResults } from '../../../../src-shared/contract/job-results.ts';
import { newCommand } from '../input/command.ts';
import { textTable } from '../output/text-table.ts';
import { split } from '../input/parse.ts';
import { runCommand, type GlobalOptions } from '../run/session.ts';
import { interval } from '../../../../src-shared/format/share.ts';
import { decimal } from '../../../../src-shared/format/number.ts';
import { leftOutText } from '../../../../src-shared/models/left-out.ts';

interface EvaluateOptions extends GlobalOptions {
  model?: string;
  dataset?: string;
  split: Split;
}

export function addEvaluateCommand(program: Command): void {
  newCommand(
    program,
    'evaluate',
    'Score a model: accuracy, F1 of each class, mean F1 over N, A, O with 95 % bootstrap intervals, the confusion matrix, and how far its probabilities can be trusted. The scores are stored.',
    'evaluate --model compact --dataset ecgs --split test',
  )
    .option('--model <name>', 'model (default: the bundled one)')
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option('--split <split>', 'train, validation or test', split, 'test' as Split)
    .action(async (options: EvaluateOptions) => {
      await runCommand(options, async ({ services, follow }) => {
        const { id: modelId, card } = services.models.find(options.model);
        const datasetId = services.datasets.find(options.dataset).id;
        const job = services.models.startEvaluation({ modelId, datasetId, split: options.split });
        const result = await follow(job);
        return { data: result, text: evaluationText(result, classesOfCard(card)) };
      });
    });
}

function evaluationText(result: JobResults['evaluate'], classes: ClassList): string {
  const { engine, records, accuracy, f1, meanF1, confusion, intervals, calibration } = result;
  const scores = [
    ['accuracy', decimal(accuracy, 3), interval(intervals?.accuracy)],
    [meanF1Words(classes), decimal(meanF1, 3), interval(intervals?.meanF1)],
    ...classes.map(({ code, name }) => [`F1 ${name}`, decimal(f1[code], 3), interval(intervals?.f1?.[code])]),
  ];
  const rows = confusion.map((row, truth) => [className(classes, truth), ...row]);
  const parts = [
    [`${records} records, with ${engine}`, leftOutText(result.leftOut) ?? []].flat().join('\n'),
    textTable(['score', 'value', '95 % interval'], scores),
    textTable(['true \\ predicted', ...classes.map(({ name }) => name)], rows),
  ];
  if (calibration) parts.push(calibrationText(calibration));
  return parts.join('\n\n');
}

function calibrationText({ bins, error, errorInterval }: NonNullable<JobResults['evaluate']['calibration']>): string {
  const rows = bins
    .filter((bin) => bin.records > 0)
    .map(({ low, high, records, confidence, accuracy, interval: ends }) => [
      `${decimal(low, 1)}–${decimal(high, 1)}`,
      records,
      decimal(confidence, 3),
      decimal(accuracy, 3),
      interval(ends),
    ]);
  const head = ['probability', 'records', 'mean probability', 'accuracy', '95 % interval'];
  return `Calibration: expected error ${decimal(error, 3)} (${interval(errorInterval)})\n${textTable(head, rows)}`;
}
