import { monitorEventLoopDelay } from 'node:perf_hooks';
import { attackOptionsSchema } from '../src-shared/attack-options.ts';
import { appRoot, programVersion } from '../src-main/hosts/app-root.ts';
import { createLog } from '../src-main/hosts/create-log.ts';
import { spawnNodeWorker } from '../src-main/hosts/spawn-node-worker.ts';
import { createServices } from '../src-main/services/create-services.ts';

/** The main process of whole-run.ts: imports, attacks the test split, and says how it went. */
interface Settings {
  archive: string;
  workspaceDir: string;
  labels?: string;
  permutation?: string;
  method: string;
  limit?: string;
}

/** How often the clock looks whether main answers: what it measures is longer than this by nothing else. */
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
const imported = await measured(() =>
  services.datasets.startImport({
    path: settings.archive,
    labelsPath: settings.labels,
    permutationPath: settings.permutation,
  }),
);
const attacked = await measured(() =>
  services.attacks.start({
    modelId: services.models.find().id,
    datasetId: String(imported.result['datasetId']),
    split: 'test',
    limit: settings.limit === undefined ? undefined : Number(settings.limit),
    options: attackOptionsSchema.parse({ method: settings.method }),
  }),
);
await services.close();
const { records, originallyCorrect, fooled, attackable, asr } = attacked.result;
process.send?.({
  method: settings.method,
  import: { seconds: imported.seconds, longestBlockMs: imported.longestBlockMs },
  attack: { seconds: attacked.seconds, longestBlockMs: attacked.longestBlockMs },
  records,
  originallyCorrect,
  fooled,
  attackable,
  asr,
});

async function measured(start: () => { id: string }) {
  delay.reset();
  const startedAt = performance.now();
  const result = await services.jobs.finished(start().id);
  const seconds = (performance.now() - startedAt) / 1000;
  return { result, seconds: round(seconds), longestBlockMs: round(delay.max / 1e6 - RESOLUTION_MS) };
}

function round(value: number): number {
  return Number(value.toFixed(1));
}
