import type { RecordId } from '../../../src-shared/record-id.ts';
import { kernelsOf } from '../../../src-shared/attacks/options.ts';
import type { ExistenceResult } from '../../../src-shared/analyses/existence.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { unitsToMicrovolts } from '../../../src-shared/ecg.ts';
import { getExample } from '../../db/attacks/examples.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { getRecord } from '../../db/datasets/records.ts';
import { openRecordPack } from '../../ecg/dataset/record-pack.ts';
import { inWorkers, withPacks } from '../workspace/worker-packs.ts';
import type { Analysis } from './analysis.ts';
import { leadsOf } from './leads-of.ts';
import { startingPoints, type StartingPoint } from './starting-points.ts';
import { middleExample, summariseExistence } from '../../statistics/summaries/summarise-existence.ts';

/** Where a worker writes the bands. */
const BANDS = 'bands';

/** "They are not rare": the originally correct and fooled examples of a run, divided among the workers. */
export const existence: Analysis<'existence'> = {
  title: ({ runId, draws }) => `${draws} signals around each example of run ${runId.slice(0, 8)}`,
  make: async (tools, request, subject, job) => {
    const { context, models, attacks } = tools;
    const { model } = subject;
    const { db } = context;
    const { runId, limit, draws, sigmaUnits, compat, seed } = request;
    const { options } = attacks.run(runId);
    const han2020 = compat === 'han2020';
    const points = startingPoints(db, runId, limit);
    if (request.record !== undefined && !points.some(({ record }) => record === request.record)) {
      throw new AppError(
        'bad-input',
        `Record ${request.record} is not among the ${points.length} examples that are explored. ${points[0]?.record}, for example, is.`,
      );
    }
    const byRecord = new Map(points.map((point) => [point.recordId, point]));
    const modelFolder = models.folderOf(model);
    const packed = {
      recordIds: [...byRecord.keys()],
      model,
      exampleIds: new Map(points.map(({ recordId, exampleId }) => [recordId, exampleId])),
      recordsWorthAWorker: 1,
    };
    return withPacks(context, packed, async (packs) => {
      const parts = await inWorkers(job, 'existence', packs, ({ recordIds, recordsPath, examplesPath, pathFor }) => ({
        originalsPath: recordsPath,
        examplesPath,
        bandsPath: pathFor(BANDS),
        adversarialClasses: recordIds.map((id) => (byRecord.get(id) as StartingPoint).adversarialClass),
        modelFolder,
        ...{ epsilonUnits: options.epsilonUnits, kernels: kernelsOf(options), draws, sigmaUnits, han2020, seed },
      }));
      const explored = new Map(parts.flatMap(({ examples }) => examples.map((one) => [one.id, one] as const)));
      const leads = leadsOf(tools, subject);
      const records = points.map((point) => {
        const counts = explored.get(point.recordId);
        if (!counts) throw new AppError('internal', `The workers returned nothing about record ${point.record}.`);
        const { id: _, ...rest } = counts;
        return { ...point, lead: leads.get(point.record) ?? null, ...rest };
      });
      const summary = summariseExistence(records, { draws, han2020 });
      const shown = points.find(({ record }) => record === (request.record ?? middleExample(summary.perExample)));
      const bandPaths = packs.map(({ pathFor }) => pathFor(BANDS));
      const figure = shown ? figureOf(db, bandPaths, shown, explored.get(shown.recordId)?.noise.kept ?? 0) : null;
      return { engine: parts[0]?.engine ?? '', result: { ...summary, figure } };
    });
  },
};

/** Null if the example has no band, because the noise kept nothing. */
function figureOf(
  db: ReadableDB,
  bandPaths: readonly string[],
  { exampleId, recordId, record }: StartingPoint,
  kept: number,
): ExistenceResult['figure'] {
  const original = getRecord(db, recordId);
  const adversarial = getExample(db, exampleId);
  const band = bandPaths.map((path) => readBand(path, recordId)).find((found) => found !== undefined);
  if (!original || !adversarial || !band) return null;
  const { samplingHz, unitsPerMv } = original;
  const microvolts = (samples: Int16Array): number[] =>
    Array.from(samples, (units) => unitsToMicrovolts(units, unitsPerMv));
  return {
    record,
    samplingHz,
    kept,
    original: microvolts(original.samples),
    adversarial: microvolts(adversarial.samples),
    low: microvolts(band.low),
    high: microvolts(band.high),
  };
}

function readBand(path: string, recordId: RecordId): { low: Int16Array; high: Int16Array } | undefined {
  const pack = openRecordPack(path);
  try {
    const indexOf = (name: string): number =>
      pack.records.findIndex((record) => record.id === recordId && record.name === name);
    const [low, high] = [indexOf('low'), indexOf('high')];
    return low < 0 ? undefined : { low: pack.read(low).samples, high: pack.read(high).samples };
  } finally {
    pack.close();
  }
}
