import type { Command } from 'commander';
import { analysisRequestSchema } from '../../../../src-shared/analyses/index.ts';
import type { Analysis } from '../../../../src-shared/contract/analyses.ts';
import type { Split } from '../../../../src-shared/ecg.ts';
import { duration } from '../../../../src-shared/format/duration.ts';
import { leftOutText } from '../../../../src-shared/models/left-out.ts';
import type { Services } from '../../../services/create-services.ts';
import { split, wholeNumber } from '../input/parse.ts';
import {
  certificateText,
  deviceText,
  epsilonCurveText,
  existenceText,
  minimalPerturbationText,
} from '../output/analysis-text.ts';
import { targetedTableText } from '../output/targeted-table-text.ts';
import { writeText } from '../output/write-text.ts';
import type { CommandContext, CommandResult, GlobalOptions } from '../run/session.ts';
import { transferText } from './transfer.ts';

/** On which records a model is analysed, as flags give it. */
export interface SubjectOptions extends GlobalOptions {
  model?: string;
  dataset?: string;
  split: Split;
  limit?: number;
  export?: string;
}

/** Whatever an analysis prints as text, as a table for other programs. */
export const EXPORT = ['--export <file.csv>', 'also write the result as CSV'] as const;

/** `verbs`: what is done to the model, and to the records. */
export function withRecords(command: Command, verbs: { model: string; records: string }): Command {
  return command
    .option('--model <name>', `model to ${verbs.model} (default: the bundled one)`)
    .option('--dataset <name>', 'dataset (default: the newest)')
    .option('--split <split>', 'train, validation or test', split, 'test' as Split)
    .option('--limit <number>', `${verbs.records} only the first N records`, wholeNumber(1))
    .option(...EXPORT);
}

export function subjectOf({ services }: CommandContext, options: SubjectOptions): object {
  return {
    modelId: services.models.find(options.model).id,
    datasetId: services.datasets.find(options.dataset).id,
    split: options.split,
    limit: options.limit,
  };
}

/** Makes the analysis that is asked for, unless it is stored already, and tells its result. Options that are left out have their defaults. */
export async function answer(context: CommandContext, path: string | undefined, asked: object): Promise<CommandResult> {
  const { services, follow } = context;
  const request = analysisRequestSchema.parse(asked);
  const same = services.analyses.same(request);
  return stored(context, same ?? (await follow(services.analyses.start(request))).analysisId, path);
}

/** A stored result as text, and as CSV at `path`. */
export function stored({ services }: CommandContext, analysisId: string, path?: string): CommandResult {
  const analysis = services.analyses.get(analysisId);
  const { model, dataset, split: part, seconds, engine } = analysis;
  const head = `Analysis ${analysisId} of ${model} on ${dataset} (${part}): ${duration(seconds)} with ${engine}`;
  if (path !== undefined) writeText(path, services.analyses.export(analysisId).text);
  const told = path === undefined ? [] : [`Table: ${path} (docs/data-dictionary.md describes its columns)`];
  const { result } = analysis;
  const leftOut = 'leftOut' in result ? leftOutText(result.leftOut) : undefined;
  return { data: analysis, text: [head, leftOut ?? [], resultText(services, analysis), told].flat().join('\n') };
}

function resultText(services: Services, { kind, request, result, model, classes }: Analysis): string {
  switch (kind) {
    case 'epsilon-curve':
      return epsilonCurveText(result);
    case 'least-perturbation':
      return minimalPerturbationText(result, request, classes);
    case 'existence':
      return existenceText(result);
    case 'targeted-table':
      return targetedTableText(result, classes);
    case 'device':
      return deviceText(result, request);
    case 'certificate':
      return certificateText(result, request);
    case 'transfer':
      return transferText(result, services.models.find(request.surrogateModelId).name, model);
  }
}
