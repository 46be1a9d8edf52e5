import type { ListedPair } from '../../../src-shared/sources/pairs.ts';
import type { SourceDataset, SourceRecord, Supply } from './offer.ts';

/** Names of a dataset that a message gives as examples. */
const EXAMPLES = 3;

/** What is wrong with a listed pair. */
interface ListMistake {
  /** Of the CSV file that it came from, if it did. */
  line: number | null;
  /** With the line, the value and the cure. */
  sentence: string;
}

/** What is wrong with the listed pairs of an arm, in their order: records that are not there, of another rate, or listed twice. */
export function* listMistakes<Record extends SourceRecord>({
  arm,
  list,
  real,
  made,
}: Pick<Supply<Record>, 'arm' | 'real' | 'made'> & { list: readonly ListedPair[] }): Generator<ListMistake, void> {
  const [reals, mades] = [byName(real), byName(made)];
  const seen = new Map<string, string>();
  for (const [index, pair] of list.entries()) {
    const line = pair.line ?? null;
    const where = line === null ? `Pair ${index + 1} of the list of arm ${arm}` : `Line ${line} of the list of pairs`;
    const record = reals.get(pair.real);
    const beside = mades.get(pair.made);
    if (!record) yield { line, sentence: `${where}, real: ${missing(pair.real, real)}` };
    if (!beside) yield { line, sentence: `${where}, synthetic: ${missing(pair.made, made)}` };
    const named = [
      `real ${pair.real}`,
      `synthetic ${pair.made}`,
      ...(pair.pair === undefined ? [] : [`pair ${pair.pair}`]),
    ];
    for (const what of named) {
      const before = seen.get(what);
      if (before === undefined) seen.set(what, where);
      else yield { line, sentence: `${where}: ${what} was listed before (${before}): list each once in an arm.` };
    }
    if (real.name === made.name && pair.real === pair.made)
      yield { line, sentence: `${where}: both tracings are of record ${pair.real}: name another one beside it.` };
    if (record && beside && record.samplingHz !== beside.samplingHz) {
      const rates = `${pair.real} is sampled at ${record.samplingHz} Hz and ${pair.made} at ${beside.samplingHz} Hz`;
      const cure = 'A pair has one rate: resample one of the two datasets to that of the other, and import it again.';
      yield { line, sentence: `${where}: ${rates}. ${cure}` };
    }
  }
}

/** The records of a dataset by their names. */
export const byName = <Record extends SourceRecord>({ records }: SourceDataset<Record>): Map<string, Record> =>
  new Map(records.map((record) => [record.name, record]));

function missing(name: string, dataset: SourceDataset<SourceRecord>): string {
  const examples = dataset.records.slice(0, EXAMPLES).map((record) => record.name);
  const known =
    examples.length === 0
      ? 'It has no records.'
      : `Its records have names such as ${examples.join(', ')}: correct the name.`;
  return `the dataset "${dataset.name}" has no record "${name}". ${known}`;
}
