import type { LookedAtDataset } from '../../../src-shared/datasets/looked-at-dataset.ts';
import { lookAtDataset } from '../../ecg/dataset/look/look-at-dataset.ts';
import { readingOf, type ImportInput } from './import.ts';

/** What an import of the same would find. Throws as `lookAtDataset` does. */
export function lookAtDatasetTask(input: Omit<ImportInput, 'packPath'>): Promise<LookedAtDataset> {
  return lookAtDataset(input.source, readingOf(input));
}
