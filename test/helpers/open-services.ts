import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, onTestFinished } from 'vitest';
import { spawnNodeWorker } from '../../src-main/hosts/spawn-node-worker.ts';
import { openEngine } from '../../src-main/ml/engine/engine.ts';
import { buildCompact } from '../../src-main/ml/models/compact.ts';
import { saveModel } from '../../src-main/ml/files/save-model.ts';
import { createServices, type Services } from '../../src-main/services/create-services.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** One for all services, so that those of one test after another share the workers that wait. */
const spawnWorker = (): ReturnType<typeof spawnNodeWorker> => spawnNodeWorker();

/** The whole application in a folder of its own, with the real worker and a small untrained model as the bundled one. */
export async function openServices(): Promise<{ services: Services; appRoot: string }> {
  const appRoot = temporaryFolder();
  await addModel(appRoot);
  return { services: await reopenServices(appRoot), appRoot };
}

/**
 * The same, with a workspace that the first test of a file prepares and closes, and of which each test opens a copy:
 * what several tests begin with is computed once. `model`: whether there is one at all.
 */
export function preparedServices<T>(
  prepare: (services: Services) => Promise<T>,
  { model = true } = {},
): () => Promise<{ services: Services; appRoot: string; made: T }> {
  const original = mkdtempSync(join(tmpdir(), 'equipoise-test-'));
  afterAll(() => rmSync(original, { recursive: true, force: true }));
  const make = async (): Promise<T> => {
    if (model) await addModel(original);
    const services = await reopenServices(original);
    const made = await prepare(services);
    await services.close();
    return made;
  };
  let making: Promise<T> | undefined;
  return async () => {
    const made = await (making ??= make());
    const appRoot = temporaryFolder();
    cpSync(original, appRoot, { recursive: true });
    return { services: await reopenServices(appRoot), appRoot, made };
  };
}

async function addModel(appRoot: string): Promise<void> {
  await openEngine();
  const stages = [
    { filters: 4, blocks: 1 },
    { filters: 4, blocks: 1 },
  ];
  await saveModel(join(appRoot, 'resources', 'models', 'small'), buildCompact(1, { towers: 1, stages, classes: 4 }));
}

/** The same folder once more, after its services were closed; `version`: of the program that it takes itself for. */
export async function reopenServices(appRoot: string, version = '1.2.3'): Promise<Services> {
  const services = await createServices({
    workspaceDir: join(appRoot, 'workspace'),
    appRoot,
    spawnWorker,
    log: pino({ level: 'silent' }),
    version,
  });
  onTestFinished(() => services.close());
  return services;
}
