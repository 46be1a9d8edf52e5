import type { Source } from '../../../src-shared/sources/index.ts';
import type { Offer, SourceRecord, Supply } from './offer.ts';
import { offerDataset } from './offer-dataset.ts';
import { offerListed } from './offer-listed.ts';

/** The pairs that a source has to choose from, the preferred first. Throws AppError 'bad-input'. */
export function offersOf<Record extends SourceRecord>(supply: Supply<Record, Source>): Offer<Record>[] {
  const { source } = supply;
  switch (source.kind) {
    case 'dataset':
      return offerDataset({ ...supply, source });
    case 'pairs':
      return offerListed({ ...supply, source });
  }
}
