import type { Logger } from 'pino';
import type { Job } from '../../src-shared/contract/jobs.ts';
import { JobQueue } from '../jobs/job-queue.ts';
import type { SpawnWorker } from '../jobs/worker-handle.ts';
import { AnalysisService } from './analysis-service.ts';
import { AttackService } from './attack-service.ts';
import type { ServiceContext } from './context.ts';
import { DatasetService } from './dataset-service.ts';
import { startModelImport, type ModelImportRequest } from './import-model.ts';
import { prepareDemo } from './prepare-demo.ts';
import { ModelService } from './model-service.ts';
import { startRehearsal, type RehearseRequest } from './rehearse.ts';
import { ReproductionService } from './reproduction-service.ts';
import { ResultsService } from './results-service.ts';
import { SessionService } from './session-service.ts';
import { StimulusService } from './stimulus-service.ts';
import { StudyService } from './study-service.ts';
import { TrainingService } from './training-service.ts';
import { VerifyService } from './verify-service.ts';
import { openWorkspace } from './workspace.ts';

// The services' only door for hosts: what these name is handed on here.
export type { TrainingEstimate } from '../ml/estimate-training.ts';
export { claimFile } from '../db/claim-file.ts';
export type { AttackResult } from './attack-service.ts';
export type { ImportResult } from './dataset-service.ts';
export type { ModelImportResult } from './import-model.ts';
export type { EvaluationResult } from './model-service.ts';
export { makeFolder } from './make-folder.ts';
export { DEMO_DATASET } from './prepare-demo.ts';
export type { StepProgress } from './reproduction/make-steps.ts';
export { DEFAULT_REPRODUCTION, type ReproductionRequest } from './reproduction/request.ts';
export type { StoppedTraining, TrainedModel } from './training-service.ts';
export { readProtocol } from './study-service.ts';

export interface CreateServicesOptions {
  workspaceDir: string;
  /** Folder that holds resources/ and studies/. */
  appRoot: string;
  spawnWorker: SpawnWorker;
  log: Logger;
  version: string;
}

export interface Services {
  workspaceDir: string;
  version: string;
  jobs: JobQueue;
  datasets: DatasetService;
  models: ModelService;
  trainings: TrainingService;
  attacks: AttackService;
  analyses: AnalysisService;
  reproduction: ReproductionService;
  verifications: VerifyService;
  studies: StudyService;
  sessions: SessionService;
  results: ResultsService;
  startModelImport: (request: ModelImportRequest) => Job;
  startRehearsal: (request: RehearseRequest) => Job;
  /** In an empty workspace, makes the demo study in the background; otherwise nothing. */
  prepareDemo: () => Promise<void>;
  /** Stops every job and closes the database. */
  close: () => Promise<void>;
}

/** The whole application without a door: every host puts its own in front of it. */
export async function createServices(options: CreateServicesOptions): Promise<Services> {
  const { workspaceDir, appRoot, spawnWorker, log, version } = options;
  const workspace = openWorkspace(workspaceDir);
  const jobs = new JobQueue(spawnWorker);
  const context: ServiceContext = { workspace, db: workspace.db, jobs, log, appRoot, version };
  try {
    const datasets = new DatasetService(context);
    const models = new ModelService(context, datasets);
    const attacks = new AttackService(context, datasets, models);
    const analyses = new AnalysisService(context, datasets, models, attacks);
    const studies = new StudyService(context, new StimulusService(context, datasets, models, attacks));
    const sessions = new SessionService(context);
    const services: Services = {
      workspaceDir,
      version,
      jobs,
      datasets,
      models,
      trainings: new TrainingService(context, datasets, models),
      attacks,
      analyses,
      reproduction: new ReproductionService(context, { datasets, models, attacks, analyses }),
      verifications: new VerifyService(context, models, attacks),
      studies,
      sessions,
      results: new ResultsService(context),
      startModelImport: (request) => startModelImport(context, datasets, request),
      startRehearsal: (request) => startRehearsal(context, sessions, request),
      prepareDemo: () => prepareDemo(services, log),
      close: async () => {
        await jobs.close();
        workspace.db.close();
      },
    };
    return await Promise.resolve(services);
  } catch (error) {
    workspace.db.close();
    throw error;
  }
}
