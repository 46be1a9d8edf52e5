import { pino } from 'pino';
import { createServices, type CreateServicesOptions, type Services } from '../../src-main/services/create-services.ts';

/** The services of a workspace in which nothing is computed, so that no worker is ever needed. */
export function openReadingServices(
  workspaceDir: string,
  more: Partial<Pick<CreateServicesOptions, 'asHost' | 'appRoot' | 'spawnWorker'>> = {},
): Promise<Services> {
  return createServices({
    workspaceDir,
    appRoot: workspaceDir,
    spawnWorker: () => {
      throw new Error('reading needs no worker');
    },
    log: pino({ level: 'silent' }),
    version: '1.2.3',
    ...more,
  });
}
