import { classesInWords, codesOf, type ClassList } from '../../../src-shared/class-list.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { plannedArms } from '../../../src-shared/study/planned-arms.ts';
import { parseProtocol, type Protocol } from '../../../src-shared/study/protocol.ts';
import { classesOfDataset } from '../../db/datasets/datasets.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';

/**
 * The protocol with the classes that it left out, those of its dataset, so that the stored one says what was meant. Throws AppError
 * 'bad-input' for a class that neither that dataset nor one of made records has, with those that they have.
 */
export function withClasses(
  db: ReadableDB,
  datasets: DatasetService,
  { protocol, datasetId }: { protocol: Protocol; datasetId: string },
): Protocol {
  const { id, name, classes } = datasets.find(datasetId);
  const said = protocol.stimuli.classes;
  if (said) {
    const made = namedDatasets(protocol).flatMap((other) => datasets.list().filter((each) => each.name === other));
    const known = new Map(
      [...classes, ...made.flatMap((each): ClassList => classesOfDataset(db, each.id))].map((one) => [one.code, one]),
    );
    const strange = said.filter((code) => !known.has(code));
    if (strange.length > 0) {
      throw new AppError(
        'bad-input',
        `The protocol names ${strange.length === 1 ? 'a class' : 'classes'} that the records of "${name}" do not have: ${strange.join(', ')} (stimuli.classes). They have ${classesInWords([...known.values()])}.`,
        { dataset: id, classes: strange },
      );
    }
    return protocol;
  }
  // Parsed once more: a quota may name a class that the dataset does not have.
  return parseProtocol({ ...protocol, stimuli: { ...protocol.stimuli, classes: codesOf(classes) } });
}

const namedDatasets = ({ tasks }: Protocol): string[] =>
  tasks.flatMap((task) =>
    plannedArms(task).flatMap(({ origin }) => (origin.kind === 'attack' ? [] : [origin.dataset])),
  );
