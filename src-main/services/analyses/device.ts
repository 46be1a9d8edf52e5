import { DEVICE_STAGES } from '../../../src-shared/analyses/device.ts';
import { proportionOf } from '../../statistics/summaries/proportion.ts';
import { inWorkers, withPacks } from '../workspace/worker-packs.ts';
import type { Analysis } from './analysis.ts';
import { leadsOf } from './leads-of.ts';
import { startingPoints } from './starting-points.ts';

/** Which examples of a run still fool the model after a device. */
export const device: Analysis<'device'> = {
  title: ({ runId, draws }) => `${draws} devices of each step on the examples of run ${runId.slice(0, 8)}`,
  make: async (tools, { runId, limit, draws, seed }, subject, job) => {
    const { context, models, attacks } = tools;
    const points = startingPoints(context.db, runId, limit);
    const { options } = attacks.run(runId);
    const modelFolder = models.folderOf(subject.model);
    const packed = {
      recordIds: points.map(({ recordId }) => recordId),
      model: subject.model,
      exampleIds: new Map(points.map(({ recordId, exampleId }) => [recordId, exampleId])),
      recordsWorthAWorker: 1,
    };
    const parts = await withPacks(context, packed, (packs) =>
      inWorkers(job, 'device', packs, ({ recordsPath, examplesPath }) => ({
        ...{ originalsPath: recordsPath, examplesPath, modelFolder, options, draws, seed },
      })),
    );
    const byRecord = new Map(parts.flatMap(({ examples }) => examples.map(({ id, stages }) => [id, stages] as const)));
    const all = points.map((point) => ({ point, stages: byRecord.get(point.recordId)! }));
    const leads = leadsOf(tools, subject);
    const share = (test: (stages: (typeof all)[number]['stages']) => number): ReturnType<typeof proportionOf> =>
      proportionOf(all.filter(({ stages }) => test(stages) > draws / 2).length, all.length);
    return {
      engine: parts[0]?.engine ?? '',
      result: {
        examples: all.length,
        stages: DEVICE_STAGES.map((stage, at) => ({
          stage,
          fooling: share((stages) => stages[at]!.fooling),
          correct: share((stages) => stages[at]!.correct),
        })),
        perExample: all.map(({ point: { record, label, adversarialClass }, stages }) => ({
          ...{ record, lead: leads.get(record) ?? null, label, adversarialClass },
          fooling: stages.map(({ fooling }) => fooling / draws),
        })),
      },
    };
  },
};
