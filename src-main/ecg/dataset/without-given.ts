import { resolve } from 'node:path';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { AssignLabelsOptions } from './assign-labels.ts';

/** The source without files that were given for something else: an array of labels is no record. */
export function withoutGiven(
  source: DatasetSource,
  { labelsPath, permutationPath }: Pick<AssignLabelsOptions, 'labelsPath' | 'permutationPath'>,
): DatasetSource {
  if (source.kind !== 'folder') return source;
  const taken = [labelsPath, permutationPath].flatMap((path) => (path === undefined ? [] : resolve(path)));
  return { ...source, files: new Set([...source.files].filter((file) => !taken.includes(resolve(source.path, file)))) };
}
