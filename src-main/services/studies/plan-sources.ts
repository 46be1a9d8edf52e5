import { AppError } from '../../../src-shared/errors/app-error.ts';
import { plannedArms } from '../../../src-shared/study/planned-arms.ts';
import { armKey, type Protocol } from '../../../src-shared/study/protocol.ts';
import { nextRecordFacts, type RecordFacts } from '../../db/datasets/record-facts.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { studyRandom } from '../../study/design/study-random.ts';
import type { ArmOffers } from '../../study/selection/select-records.ts';
import { offersOf } from '../../study/sources/index.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';

/**
 * armKey → what the source of the arm offers, for every arm that has one. Throws AppError 'bad-input' for a dataset, a
 * record or a list that cannot be used.
 */
export function planSources(
  db: ReadableDB,
  datasets: DatasetService,
  { protocol, datasetId }: { protocol: Protocol; datasetId: string },
): Map<string, ArmOffers<RecordFacts>> {
  const random = studyRandom(protocol.seed, 'sources');
  const known = new Map<string, { name: string; records: RecordFacts[] }>();
  const dataset = (idOrName: string) => {
    const { id, name } = datasets.find(idOrName);
    const found = known.get(id) ?? { name, records: nextRecordFacts(db, id, '', Number.MAX_SAFE_INTEGER) };
    known.set(id, found);
    return found;
  };
  const supplies = new Map<string, ArmOffers<RecordFacts>>();
  for (const task of protocol.tasks) {
    for (const { name, origin: source } of plannedArms(task)) {
      if (source.kind === 'attack') continue;
      const arm = armKey(task.id, name);
      const names = datasets.list().map((each) => each.name);
      if (!names.includes(source.dataset)) {
        throw new AppError(
          'bad-input',
          `Arm ${arm} takes its made records from the dataset "${source.dataset}", which is not there. The datasets are: ${names.map((each) => `"${each}"`).join(', ') || 'none'}. ` +
            `Import it under that name (equipoise import <folder> --name ${source.dataset}), or name another one in its source.`,
        );
      }
      const supply = {
        arm,
        source,
        stimuli: protocol.stimuli,
        real: dataset(datasetId),
        made: dataset(source.dataset),
      };
      supplies.set(arm, { dataset: source.dataset, offers: offersOf({ ...supply, random }) });
    }
  }
  return supplies;
}
