import type { CollectedFile } from '../../src-shared/contract/bundles.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { collect } from './collect.ts';

/** What becomes of these files; `unfinished`: why those that are not finished are taken. */
export function collectFiles(
  { bundles }: Pick<Services, 'bundles'>,
  studyId: string,
  paths: readonly string[],
  unfinished: string | null = null,
): Promise<CollectedFile[]> {
  return collect(
    bundles.collect(
      studyId,
      paths.map((path) => ({ at: { path }, unfinished })),
    ),
  );
}
