import type { BundleExport, CollectedFile, ReturnedFile } from '../../src-shared/contract/bundles.ts';
import { whenFree, type Services } from '../services/create-services.ts';
import { toOrpcError } from './errors.ts';

type BundleServices = Pick<Services, 'bundles' | 'keepEvidence'>;

/** Prepares the key, then gives each file that was made. */
export function exportBundles(services: BundleServices, { passphrase, recoverySheet, ...request }: BundleExport) {
  const { bundles } = services;
  return kept(
    services,
    (async function* () {
      bundles.checkExport(request);
      if (passphrase !== null && recoverySheet !== null)
        await whenFree(() => bundles.writeRecoverySheet(request.studyId, passphrase, recoverySheet));
      else if (passphrase !== null) await whenFree(() => bundles.unlock(passphrase));
      for await (const { path, reader } of bundles.export(request)) yield { path, reader };
    })(),
  );
}

export const collectBundles = (
  services: BundleServices,
  studyId: string | null,
  files: readonly ReturnedFile[],
): AsyncGenerator<CollectedFile> => kept(services, services.bundles.collect(studyId, files));

/** What is stored for an item is stored twice before anybody hears of it; errors travel as those of other calls do. */
async function* kept<T>({ keepEvidence }: BundleServices, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    for await (const item of items) {
      await whenFree(() => keepEvidence());
      yield item;
    }
  } catch (error) {
    throw toOrpcError(error);
  }
}
