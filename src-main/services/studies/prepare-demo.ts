import type { Logger } from 'pino';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import type { JobQueue } from '../../jobs/job-queue.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import type { ModelService } from '../models/model-service.ts';
import type { StudyService } from './study-service.ts';
import { whenFree } from '../../db/sqlite/when-free.ts';

/** What the demo study is made with. */
interface DemoServices {
  jobs: JobQueue;
  datasets: DatasetService;
  models: ModelService;
  studies: StudyService;
  lockStudy: (studyId: string) => Promise<unknown>;
}

/** Enough simulated ECGs for the demo study, few enough to be ready while a newcomer looks around. */
export const DEMO_DATASET = { records: 600, seed: 1, durationS: 10, name: 'demo' } as const;

/**
 * A draft of the demo study, alone with the demo's ECGs, was left by a first start that ended before the lock.
 */
async function lockLeftDraft(services: DemoServices, protocol: Protocol): Promise<void> {
  const [study, ...others] = services.studies.list();
  if (!study || others.length > 0 || study.state === 'locked') return;
  if (services.datasets.list().some(({ name }) => name !== DEMO_DATASET.name)) return;
  if (besidesClasses(study.protocol) === besidesClasses(protocol)) await whenFree(() => services.lockStudy(study.id));
}

/** A created study names the classes that its template leaves out. */
const besidesClasses = ({ stimuli: { classes: _, ...stimuli }, ...protocol }: Protocol): string =>
  JSON.stringify({ ...protocol, stimuli });

/**
 * An empty workspace gets the demo study: simulated ECGs, the bundled model, its pairs, locked. A failure is written to
 * the log and shown as a failed job; the application works without it.
 */
export async function prepareDemo(services: DemoServices, log: Logger): Promise<void> {
  const template = services.studies.templates().find(({ name }) => name === 'demo');
  if (!template) return;
  if (services.studies.list().length > 0) {
    await lockLeftDraft(services, template.protocol);
    return;
  }
  const existing = services.datasets.list();
  if (existing.some(({ name }) => name !== DEMO_DATASET.name)) return;
  if (services.models.list().length === 0) return;
  try {
    const simulation = services.datasets.startSimulation(DEMO_DATASET);
    const { datasetId } = await services.jobs.finished(simulation.id);
    const model = services.models.find();
    const { protocol } = template;
    const build = services.studies.startCreate({ protocol, datasetId, modelId: model.id });
    const { studyId } = await services.jobs.finished(build.id);
    await whenFree(() => services.lockStudy(studyId));
  } catch (error) {
    if (AppError.from(error).code !== 'cancelled') log.error({ error }, 'The demo study could not be created');
  }
}
