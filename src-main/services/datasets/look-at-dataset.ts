import type { LookedAtDataset } from '../../../src-shared/datasets/looked-at-dataset.ts';
import { readingOptionsSchema, type ReadingOptions } from '../../../src-shared/datasets/reading-options.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { userPath } from '../workspace/user-path.ts';

/** What an import of these files would find and ask, looked at in a worker. Throws AppError as the import does. */
export function lookAtDataset(
  { jobs }: ServiceContext,
  { path, labelsPath, ...reading }: { path: string; labelsPath?: string | undefined } & ReadingOptions,
): Promise<LookedAtDataset> {
  return jobs.aside('look-at-dataset', {
    source: userPath(path),
    labelsPath: labelsPath && userPath(labelsPath),
    reading: readingOptionsSchema.parse(reading),
  });
}
