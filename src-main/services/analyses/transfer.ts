import type { ResultOf } from '../../../src-shared/analyses/index.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { attackOf, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import { targetOf } from '../../../src-shared/attacks/options.ts';
import { isAttackable, isFooled, isSuccess } from '../../../src-shared/attacks/outcome.ts';
import { listCandidates, listExamples, type CandidateExample } from '../../db/attacks/examples.ts';
import type { ModelRow } from '../../db/models/models.ts';
import { checkSameClasses } from '../models/check-model-input.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { TransferredExample } from '../../jobs/tasks/judge-transfer.ts';
import { trainingOverlap } from '../models/training-overlap.ts';
import { inWorkers, withPacks } from '../workspace/worker-packs.ts';
import type { Analysis, AnalysisTools } from './analysis.ts';
import { proportionOf } from '../../statistics/summaries/proportion.ts';
import { runOf } from './run-of.ts';

/**
 * Black box by transfer (Papernot et al. 2016): a surrogate is attacked; the target is shown x, x′ and a random
 * direction of the same size and spectrum, and plays no part in making x′. The run on the surrogate is stored like any
 * other; an existing one is used.
 */
export const transfer: Analysis<'transfer'> = {
  title: ({ attack }, { model, recordIds }) =>
    `Transfer of ${attackOf(attack.method).name} to ${model.name} on ${recordIds.length} records`,
  make: async (tools, { surrogateModelId, attack }, subject, job) => {
    const { model, recordIds } = subject;
    const surrogate = tools.models.find(surrogateModelId);
    if (surrogate.sha256 === model.sha256) {
      throw new AppError(
        'bad-input',
        `"${surrogate.name}" and "${model.name}" are the same model. Choose a surrogate with another seed, architecture or training data.`,
      );
    }
    checkSameClasses([model, surrogate]);
    const runId = await runOf(tools, job, { ...subject, model: surrogate }, attack);
    const judged = await judge(tools, job, {
      runId,
      model,
      targetFolder: tools.models.folderOf(model),
      options: attack,
    });
    const result = summarise(listCandidates(tools.context.db, runId), judged.examples, attack);
    const targetTrainedOn = trainingOverlap(tools.context.db, model, recordIds);
    return { engine: judged.engine, result: { ...result, targetTrainedOn, runId } };
  },
};

interface Judged {
  engine: string;
  examples: Map<number, TransferredExample>;
}

/** Shows the target every example of the run, divided among workers. */
async function judge(
  { context }: AnalysisTools,
  job: JobContext,
  {
    runId,
    model,
    targetFolder,
    options,
  }: { runId: string; model: ModelRow; targetFolder: string; options: AttackOptions },
): Promise<Judged> {
  const exampleIds = new Map(listExamples(context.db, runId).map(({ id, recordId }) => [recordId, id]));
  return withPacks(context, { recordIds: [...exampleIds.keys()], exampleIds, model }, async (packs) => {
    const parts = await inWorkers(job, 'judge-transfer', packs, ({ recordsPath, examplesPath }) => ({
      originalsPath: recordsPath,
      examplesPath,
      modelFolder: targetFolder,
      options,
    }));
    return {
      engine: parts[0]?.engine ?? '',
      examples: new Map(parts.flatMap(({ examples }) => examples.map((one) => [one.id, one] as const))),
    };
  });
}

function summarise(
  surrogate: readonly CandidateExample[],
  target: Judged['examples'],
  options: AttackOptions,
): Omit<ResultOf<'transfer'>, 'runId'> {
  const both = surrogate.map((one) => ({ one, judged: target.get(one.recordId)! }));
  const surrogateCorrect = both.filter(({ one }) => isAttackable(one, options));
  const targetCorrect = both.filter(({ judged: { label, classBefore } }) =>
    isAttackable({ originalClass: classBefore, originallyCorrect: classBefore === label }, options),
  );
  const fools = ({ label, classBefore, classAfter }: TransferredExample): boolean =>
    isFooled(classBefore, classAfter, targetOf(options, label));
  const share = (of: typeof both, test: (pair: (typeof both)[number]) => boolean): ReturnType<typeof proportionOf> =>
    proportionOf(of.filter(test).length, of.length);
  return {
    records: both.length,
    targetCorrect: targetCorrect.length,
    surrogateCorrect: surrogateCorrect.length,
    agreement: share(both, ({ one, judged }) => judged.classBefore === one.originalClass),
    fooledSurrogate: share(surrogateCorrect, ({ one }) => one.fooled),
    fooledTarget: share(targetCorrect, ({ judged }) => fools(judged)),
    fooledTargetWhereSurrogate: share(
      targetCorrect.filter(({ one }) => isSuccess(one)),
      ({ judged }) => fools(judged),
    ),
    noise: share(targetCorrect, ({ judged }) => judged.noiseFooled),
  };
}
