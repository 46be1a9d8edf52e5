import { AppError } from '../../../src-shared/errors/app-error.ts';
import { isOfLength } from '../../../src-shared/study/criteria.ts';
import type { SourceOf } from '../../../src-shared/sources/index.ts';
import { shuffled } from '../../numeric/random.ts';
import type { Offer, SourceRecord, Supply } from './offer.ts';

/** What both records of a pair have to be like, in the order in which it is asked. */
export const conditionsOf = <Record extends SourceRecord>({
  stimuli,
  isGood,
}: Pick<Supply<Record>, 'stimuli' | 'isGood'>): {
  by: 'classes' | 'length' | 'quality';
  pass: (record: Record) => boolean;
}[] => [
  { by: 'classes', pass: ({ label }) => stimuli.classes?.includes(label) ?? true },
  { by: 'length', pass: ({ durationMs }) => isOfLength(stimuli, durationMs) },
  { by: 'quality', pass: isGood },
];

/**
 * Made records in the order of the seed, each with the real ones of its sampling rate and, if they are matched, its class.
 * Of the real dataset the protocol's split is used, of the made one every record. Throws AppError 'bad-input' for a dataset
 * that is both, and for a sampling rate that the real records do not have.
 */
export function offerDataset<Record extends SourceRecord>({
  arm,
  source: { match },
  stimuli,
  isGood,
  real,
  made,
  random,
}: Supply<Record, SourceOf<'dataset'>>): Offer<Record>[] {
  if (real.name === made.name) {
    throw new AppError(
      'bad-input',
      `Arm ${arm} takes its made records from "${made.name}", which is the dataset of the real ones too: choose another dataset for the study, or list the pairs.`,
    );
  }
  const fits = (record: Record): boolean => conditionsOf({ stimuli, isGood }).every(({ pass }) => pass(record));
  const reals = real.records.filter((record) => record.split === stimuli.split && fits(record));
  const mades = made.records.filter(fits);
  const rates = [...new Set(reals.map(({ samplingHz }) => samplingHz))];
  const other = mades.find(({ samplingHz }) => !rates.includes(samplingHz));
  if (other && rates.length > 0) {
    throw new AppError(
      'bad-input',
      `Arm ${arm}: record ${other.name} of "${made.name}" is sampled at ${other.samplingHz} Hz, and those of "${real.name}" at ${rates.join(', ')} Hz. ` +
        'A pair has one rate: resample one of the two datasets to that of the other, and import it again.',
    );
  }
  const kindOf = ({ samplingHz, label }: Record): string => `${samplingHz} ${match === 'class' ? label : ''}`;
  const byKind = Map.groupBy(shuffledByName(reals), kindOf);
  return shuffledByName(mades).map((each) => ({ made: each, reals: byKind.get(kindOf(each)) ?? [] }));

  function shuffledByName(records: readonly Record[]): Record[] {
    return shuffled(
      [...records].sort((a, b) => (a.name < b.name ? -1 : 1)),
      random,
    );
  }
}
