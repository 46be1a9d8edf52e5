import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { SourceOf } from '../../../src-shared/sources/index.ts';
import type { ListedPair } from '../../../src-shared/sources/pairs.ts';
import { shuffled } from '../../numeric/random.ts';
import type { Offer, SourceDataset, SourceRecord, Supply } from './offer.ts';

/** Names of a dataset that a message gives as examples. */
const EXAMPLES = 3;

/**
 * The listed pairs in the order of the seed, each as it is named: the protocol's `stimuli` choose nothing among them. Throws
 * AppError 'bad-input' that names the line, the value and the cure.
 */
export function offerListed<Record extends SourceRecord>({
  arm,
  source: { list },
  real,
  made,
  random,
}: Supply<Record, SourceOf<'pairs'>>): Offer<Record>[] {
  if (list === undefined) {
    throw new AppError(
      'bad-input',
      `Arm ${arm} has no pairs yet: give the CSV file that lists them with equipoise study create --pairs, or write them into the "list" of its source.`,
    );
  }
  const [reals, mades] = [byName(real), byName(made)];
  const seen = new Map<string, string>();
  const offers = list.map((pair, index) => {
    const where = placeOf(pair, index, arm);
    const record = there(reals.get(pair.real), pair.real, real, `${where}, real`);
    const beside = there(mades.get(pair.made), pair.made, made, `${where}, synthetic`);
    once(`real ${pair.real}`, where);
    once(`synthetic ${pair.made}`, where);
    if (pair.pair !== undefined) once(`pair ${pair.pair}`, where);
    if (real.name === made.name && pair.real === pair.made)
      throw new AppError(
        'bad-input',
        `${where}: both tracings are of record ${pair.real}: name another one beside it.`,
      );
    if (record.samplingHz !== beside.samplingHz) {
      throw new AppError(
        'bad-input',
        `${where}: ${pair.real} is sampled at ${record.samplingHz} Hz and ${pair.made} at ${beside.samplingHz} Hz. ` +
          'A pair has one rate: resample one of the two datasets to that of the other, and import it again.',
      );
    }
    return { made: beside, reals: [record] };
  });
  return shuffled(offers, random);

  function once(what: string, where: string): void {
    const before = seen.get(what);
    if (before !== undefined)
      throw new AppError('bad-input', `${where}: ${what} was listed before (${before}): list each once in an arm.`);
    seen.set(what, where);
  }
}

const placeOf = ({ line }: ListedPair, index: number, arm: string): string =>
  line === undefined ? `Pair ${index + 1} of the list of arm ${arm}` : `Line ${line} of the list of pairs`;

const byName = <Record extends SourceRecord>({ records }: SourceDataset<Record>): Map<string, Record> =>
  new Map(records.map((record) => [record.name, record]));

function there<Record extends SourceRecord>(
  found: Record | undefined,
  name: string,
  dataset: SourceDataset<Record>,
  where: string,
): Record {
  if (found) return found;
  const examples = dataset.records.slice(0, EXAMPLES).map((record) => record.name);
  throw new AppError(
    'bad-input',
    `${where}: the dataset "${dataset.name}" has no record "${name}". ` +
      (examples.length === 0
        ? 'It has no records.'
        : `Its records have names such as ${examples.join(', ')}: correct the name.`),
  );
}
