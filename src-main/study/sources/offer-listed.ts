import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { SourceOf } from '../../../src-shared/sources/index.ts';
import { shuffled } from '../../numeric/random.ts';
import { byName, listMistakes } from './list-mistakes.ts';
import type { Offer, SourceRecord, Supply } from './offer.ts';

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
      `Arm ${arm} has no pairs yet: give the CSV file that lists them in the designer or with equipoise study create --pairs, or write them into the "list" of its source.`,
    );
  }
  for (const { sentence } of listMistakes({ arm, list, real, made })) throw new AppError('bad-input', sentence);
  const [reals, mades] = [byName(real), byName(made)];
  const offers = list.flatMap((pair): Offer<Record>[] => {
    const [record, beside] = [reals.get(pair.real), mades.get(pair.made)];
    return record && beside ? [{ made: beside, reals: [record] }] : [];
  });
  return shuffled(offers, random);
}
