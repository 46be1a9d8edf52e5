import { monitorEventLoopDelay } from 'node:perf_hooks';
import { attackOptionsSchema } from '../src-shared/attacks/index.ts';
import type { JobResults } from '../src-shared/contract/job-results.ts';
import type { StartedJob } from '../src-shared/contract/jobs.ts';
import { appRoot, programVersion } from '../src-main/hosts/app-root.ts';
import { createLog } from '../src-main/hosts/create-log.ts';
import { spawnNodeWorker } from '../src-main/hosts/spawn-node-worker.ts';
import { createServices } from '../src-main/services/create-services.ts';

/** The main process of whole-run.ts: imports, or attacks the test split, and reports how it went. */
interface Settings {
  job: 'import' | 'attack';
  archive: string;
  workspaceDir: string;
  labels?: string;
  permutation?: string;
  method: string;
  limit?: string;
}

/** How often the clock checks whether main answers; measured times are longer by at most this. */
const RESOLUTION_MS = 5;

const settings = JSON.parse(process.env['EQUIPOISE_BENCH'] ?? '{}') as Settings;
const services = await createServices({
  workspaceDir: settings.workspaceDir,
  appRoot,
  spawnWorker: () => spawnNodeWorker(),
  log: createLog(),
  version: programVersion(appRoot),
});
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();
const result =
  settings.job === 'import'
    ? await measured(() =>
        services.datasets.startImport({
          path: settings.archive,
          labelsPath: settings.labels,
          permutationPath: settings.permutation,
        }),
      )
    : await measured(() =>
        services.attacks.start({
          modelId: services.models.find().id,
          datasetId: services.datasets.find().id,
          split: 'test',
          limit: settings.limit === undefined ? undefined : Number(settings.limit),
          options: attackOptionsSchema.parse({ method: settings.method }),
        }),
      );
await services.close();
process.send?.(result);

async function measured(start: () => StartedJob<'import' | 'attack'>) {
  delay.reset();
  const startedAt = performance.now();
  const result = await services.jobs.finished(start().id);
  const seconds = (performance.now() - startedAt) / 1000;
  return {
    seconds: round(seconds),
    longestBlockMs: round(delay.max / 1e6 - RESOLUTION_MS),
    records: result.records,
    ...('asr' in result ? pick(result) : {}),
  };
}

function pick({ originallyCorrect, fooled, attackable, asr }: JobResults['attack']) {
  return { originallyCorrect, fooled, attackable, asr };
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
