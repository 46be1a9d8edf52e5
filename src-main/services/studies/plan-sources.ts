import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Origin, Source } from '../../../src-shared/sources/index.ts';
import { plannedArms } from '../../../src-shared/study/planned-arms.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import { nextRecordFacts, type RecordFacts } from '../../db/datasets/record-facts.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { studyRandom } from '../../study/design/study-random.ts';
import type { ArmOffers } from '../../study/selection/select-records.ts';
import { offersOf } from '../../study/sources/index.ts';
import type { SourceDataset, Supply } from '../../study/sources/offer.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { qualityCheck } from './record-quality.ts';

/** What the pairs of arms with a source are looked for in: called arm by arm, in the order of the protocol. */
export type Supplier = (arm: string, source: Source) => Supply<RecordFacts>;

/** The supplier of a protocol; what is called throws AppError 'bad-input' for a dataset that is not there. */
export function supplierOf(
  db: ReadableDB,
  datasets: DatasetService,
  { protocol, datasetId }: { protocol: Protocol; datasetId: string },
): Supplier {
  const random = studyRandom(protocol.seed, 'sources');
  const { stimuli } = protocol;
  const isGood = qualityCheck(db, stimuli.quality);
  const known = new Map<string, SourceDataset<RecordFacts>>();
  const dataset = (idOrName: string): SourceDataset<RecordFacts> => {
    const { id } = datasets.find(idOrName);
    const found = known.get(id) ?? recordsOf(db, datasets, id);
    known.set(id, found);
    return found;
  };
  return (arm, source) => {
    const names = datasets.list().map((each) => each.name);
    if (!names.includes(source.dataset)) {
      throw new AppError(
        'bad-input',
        `Arm ${arm} takes its made records from the dataset "${source.dataset}", which is not there. The datasets are: ${names.map((each) => `"${each}"`).join(', ') || 'none'}. ` +
          `Import it under that name (equipoise import <folder> --name ${source.dataset}), or name another one in its source.`,
      );
    }
    return { arm, source, stimuli, isGood, real: dataset(datasetId), made: dataset(source.dataset), random };
  };
}

/** A dataset with what decides which of its records may be shown. Throws AppError 'not-found'. */
export function recordsOf(db: ReadableDB, datasets: DatasetService, idOrName: string): SourceDataset<RecordFacts> {
  const { id, name } = datasets.find(idOrName);
  return { name, records: nextRecordFacts(db, id, '', Number.MAX_SAFE_INTEGER) };
}

/**
 * armKey → what the source of the arm offers, for every arm that has one. Throws AppError 'bad-input' for a dataset, a
 * record or a list that cannot be used.
 */
export function planSources(
  db: ReadableDB,
  datasets: DatasetService,
  request: { protocol: Protocol; datasetId: string },
): Map<string, ArmOffers<RecordFacts>> {
  const supply = supplierOf(db, datasets, request);
  const arms = request.protocol.tasks.flatMap((task) =>
    plannedArms(task).map(({ name, origin }) => ({ arm: armKey(task.id, name), origin })),
  );
  return new Map(
    arms.flatMap(({ arm, origin }) =>
      isSource(origin) ? [[arm, { dataset: origin.dataset, offers: offersOf(supply(arm, origin)) }]] : [],
    ),
  );
}

const isSource = (origin: Origin): origin is Source => origin.kind !== 'attack';
