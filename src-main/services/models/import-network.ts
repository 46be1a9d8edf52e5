import { randomUUID } from 'node:crypto';
import { basename, extname, join } from 'node:path';
import { codesOf, indexOfClass, type ClassList } from '../../../src-shared/class-list.ts';
import type { DatasetSummary } from '../../../src-shared/contract/datasets.ts';
import type { JobResults } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ImportNetworkRequest, LookedAtNetwork } from '../../../src-shared/models/networks.ts';
import type { NetworkForm } from '../../../src-shared/models/network-ports.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { listRecordIds, listRecordsOfOtherForm } from '../../db/datasets/records.ts';
import { listModels, upsertModel } from '../../db/models/models.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { readCard } from '../../ml/files/card-file.ts';
import { recogniseNetwork, type NetworkSource } from '../../ml/foreign/recognise-network.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { userPath } from '../workspace/user-path.ts';
import { withPack } from '../workspace/worker-packs.ts';
import { hashModel, replaceStored } from './model-folder.ts';

/** Records that a network is tried on before it is believed. */
const TRIED_RECORDS = 20;

type ForeignSource = NetworkSource & { form: NetworkForm };

/** What a path holds that a person gave. Throws AppError as `recogniseNetwork`. */
export function networkAt(path: string): NetworkSource {
  return recogniseNetwork(userPath(path));
}

/** Looks at a network in a worker. Throws AppError 'bad-input' for arrays of a han2020, which say all of themselves. */
export async function lookAtNetwork(
  { jobs }: ServiceContext,
  { path, output }: { path: string; output?: string | undefined },
): Promise<LookedAtNetwork> {
  const source = foreignAt(path);
  return { form: source.form, ...(await jobs.aside('look-at-network', { ...source, output })) };
}

/**
 * Stores a network of another program as a model. Throws AppError 'not-found' or 'bad-input' for what is no such network, or
 * where its classes are not known; the job fails with what `importNetworkTask` throws.
 */
export function startNetworkImport(
  context: ServiceContext,
  datasets: DatasetService,
  request: ImportNetworkRequest,
): StartedJob<'import-network'> {
  const source = foreignAt(request.path);
  const trial = findTrial(context, datasets, request);
  const classes = request.classes ?? trial?.dataset.classes;
  if (classes === undefined) {
    throw new AppError(
      'bad-input',
      `The classes of the network are not known, and no dataset has records of ${request.samplingHz} Hz that would suggest some. Name them in the order of its output, for example N,A,O,~.`,
    );
  }
  return context.jobs.start('import-network', `Import the network ${basename(source.path)}`, (job) =>
    importNetwork(context, job, { request, source, classes, trial }),
  );
}

interface Trial {
  dataset: DatasetSummary;
  recordIds: RecordId[];
}

async function importNetwork(
  context: ServiceContext,
  { runTask }: Pick<JobContext, 'runTask'>,
  {
    request,
    source,
    classes,
    trial,
  }: { request: ImportNetworkRequest; source: ForeignSource; classes: ClassList; trial: Trial | undefined },
): Promise<JobResults['import-network']> {
  const { db, workspace } = context;
  const { samplingHz, unitsPerMv, input, output, blackBox, allowDifference } = request;
  return withPack(
    context,
    { recordIds: trial?.recordIds ?? [], model: { card: { classes: [...classes] } } },
    async ({ recordsPath, pathFor }) => {
      const outFolder = pathFor('model');
      const made = await runTask('import-network', {
        ...source,
        outFolder,
        input,
        output,
        records: { samplingHz, unitsPerMv },
        classes,
        blackBox,
        allowDifference,
        packPath: trial === undefined ? null : recordsPath,
        card: { classes: [...classes], checkedOn: trial?.dataset.name ?? null },
      });
      const sha256 = hashModel(outFolder);
      // The same network with its classes in another order is another model: that order may have been wrong.
      const codes = codesOf(classes).join();
      const same = listModels(db).find(
        (model) => model.sha256 === sha256 && codesOf(model.card.classes ?? []).join() === codes,
      );
      if (same) {
        throw new AppError(
          'conflict',
          `The workspace already has this network with this input and output: the model "${same.name}" (${same.id}).`,
        );
      }
      const id = randomUUID();
      const name = request.name ?? nameOf(source);
      const row = { id, name, architecture: source.form, origin: 'imported' as const, sha256, createdAt: nowIso() };
      await replaceStored(outFolder, join(workspace.modelsFolder, id), (folder) =>
        storeWhenFree(db, () => {
          upsertModel(db, { ...row, card: readCard(folder), history: [] });
          appendAct(db, nowIso(), 'import-model', { modelId: id, name, file: basename(source.path), sha256 });
        }),
      );
      return {
        modelId: id,
        name,
        form: source.form,
        classes: [...classes],
        dataset: trial?.dataset.name ?? null,
        ...made,
      };
    },
  );
}

/** `net` of `net.onnx`, and of `net/model.json`. */
function nameOf({ path, form }: ForeignSource): string {
  const own = basename(path, extname(path));
  return form === 'onnx' || own !== 'model' ? own : basename(join(path, '..'));
}

function foreignAt(path: string): ForeignSource {
  const source = networkAt(path);
  if (source.form !== 'han2020') return { ...source, form: source.form };
  throw new AppError(
    'bad-input',
    `${path} holds arrays of a han2020, which need no description: equipoise models import <han2020.npz>.`,
  );
}

/** Test records of the network's form whose classes it knows; undefined if there are none. */
function findTrial(
  { db }: ServiceContext,
  datasets: DatasetService,
  { datasetId, classes, samplingHz, unitsPerMv }: ImportNetworkRequest,
): Trial | undefined {
  const candidates = datasetId === undefined ? datasets.list() : [datasets.find(datasetId)];
  for (const dataset of candidates) {
    const known = classes ?? dataset.classes;
    if (dataset.classes.some(({ code }) => indexOfClass(known, code) < 0)) continue;
    const all = listRecordIds(db, { datasetId: dataset.id, split: 'test' });
    const other = new Set(listRecordsOfOtherForm(db, all, { samplingHz, unitsPerMv }).map(({ id }) => id));
    const recordIds = all.filter((id) => !other.has(id)).slice(0, TRIED_RECORDS);
    if (recordIds.length > 0) return { dataset, recordIds };
  }
  if (datasetId === undefined) return undefined;
  throw new AppError(
    'bad-input',
    `The dataset "${datasetId}" has no test records of ${samplingHz} Hz and ${unitsPerMv} units per mV whose classes the network knows. Convert it (equipoise convert), or choose another one.`,
  );
}
