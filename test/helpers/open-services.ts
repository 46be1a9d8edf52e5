import { join } from 'node:path';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { spawnNodeWorker } from '../../src-main/hosts/spawn-node-worker.ts';
import { openEngine } from '../../src-main/ml/engine/engine.ts';
import { buildCompact } from '../../src-main/ml/models/compact.ts';
import { saveModel } from '../../src-main/ml/files/save-model.ts';
import { createServices, type Services } from '../../src-main/services/create-services.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** The whole application in a folder of its own, with the real worker and a small untrained model as the bundled one. */
export async function openServices(): Promise<{ services: Services; appRoot: string }> {
  const appRoot = temporaryFolder();
  await openEngine();
  const stages = [
    { filters: 4, blocks: 1 },
    { filters: 4, blocks: 1 },
  ];
  await saveModel(join(appRoot, 'resources', 'models', 'small'), buildCompact(1, { towers: 1, stages, classes: 4 }));
  return { services: await reopenServices(appRoot), appRoot };
}

/** The same folder once more, after its services were closed. */
export async function reopenServices(appRoot: string): Promise<Services> {
  const services = await createServices({
    workspaceDir: join(appRoot, 'workspace'),
    appRoot,
    spawnWorker: () => spawnNodeWorker(),
    log: pino({ level: 'silent' }),
    version: '1.2.3',
  });
  onTestFinished(() => services.close());
  return services;
}
