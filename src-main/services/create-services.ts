import type { Logger } from 'pino';
import { truncateWal } from '../db/sqlite/truncate-wal.ts';
import type { ImportNetworkRequest, LookedAtNetwork } from '../../src-shared/models/networks.ts';
import type { StartedJob } from '../../src-shared/contract/jobs.ts';
import { stopBlocking } from '../db/sqlite/when-free.ts';
import { JobQueue } from '../jobs/job-queue.ts';
import { warmWorkers } from '../jobs/warm-workers.ts';
import type { SpawnWorker } from '../jobs/worker-handle.ts';
import { AnalysisService } from './analyses/analysis-service.ts';
import { RobustnessService } from './analyses/robustness-service.ts';
import { AttackService } from './attacks/attack-service.ts';
import { AuditService } from './audit/audit-service.ts';
import { BackupService } from './backups/backup-service.ts';
import { BundleService } from './bundles/bundle-service.ts';
import { CheckingService } from './checking/checking-service.ts';
import type { ServiceContext } from './workspace/context.ts';
import { openJobHistory } from './workspace/job-history.ts';
import { DatasetService } from './datasets/dataset-service.ts';
import { startModelExport } from './models/export-model.ts';
import { lookAtNetwork, networkAt, startNetworkImport } from './models/import-network.ts';
import { startModelImport, type ModelImportRequest } from './models/import-model.ts';
import { prepareDemo } from './studies/prepare-demo.ts';
import { DesignService } from './studies/design-service.ts';
import { RemovalService } from './removal/removal-service.ts';
import { ModelService } from './models/model-service.ts';
import { lockAndTry, startMachineTest } from './studies/machine-test.ts';
import { startRehearsal, type RehearseRequest } from './studies/rehearse.ts';
import { ReproductionService } from './reproduction/reproduction-service.ts';
import { ResultsService } from './studies/results-service.ts';
import { SessionService } from './studies/session-service.ts';
import { StimulusService } from './studies/stimulus-service.ts';
import { StudyService } from './studies/study-service.ts';
import { SweepService } from './sweeps/sweep-service.ts';
import { startTreesTraining, type TreesRequest } from './trainings/train-trees.ts';
import { TrainingService } from './trainings/training-service.ts';
import { VerifyService } from './attacks/verify-service.ts';
import { finishHalfRestore, finishRestore } from './restoring/finish-restore.ts';
import { reclaimSpace } from './workspace/reclaim-space.ts';
import { enterAsHost } from './workspace/window-host.ts';
import { openWorkspace } from './workspace/workspace.ts';

// The services' only door for hosts: the types that they need are re-exported here.
export { claimFile } from '../db/sqlite/claim-file.ts';
export { whenFree } from '../db/sqlite/when-free.ts';
export { IMPORTABLE } from './datasets/importable.ts';
export { makePrivateFolder } from './workspace/private-folder.ts';
export { openElsewhere } from './workspace/window-host.ts';
export { HOST_LOCK } from './workspace/workspace.ts';
export { browseFolder } from './workspace/browse-folder.ts';
export { DEMO_DATASET } from './studies/prepare-demo.ts';
export type { StepProgress } from './reproduction/make-steps.ts';
export { CAUSES } from '../report/reproduction/causes.ts';
export { DEFAULT_REPRODUCTION, type ReproductionRequest } from './reproduction/request.ts';
export type { StoppedTraining } from './trainings/training-service.ts';
export { backupState, configureBackups } from './backups/backup-state.ts';
export { cancelRestore, lossOf, planRestore } from './restoring/plan-restore.ts';
export { finishRestore, restoreState } from './restoring/finish-restore.ts';
export { restoreWorkspace, type RestoredWorkspace } from './safekeeping/restore-workspace.ts';
export { findReceipt } from '../study/evidence/find-receipt.ts';
export type { ArmPower } from '../statistics/summaries/power-of-arms.ts';
export { openBundle } from './bundles/open-bundle.ts';
export { unsealStudy } from './bundles/unseal-study.ts';
export { readKey } from '../study/sealing/written-key.ts';
export { readPairsFile } from './studies/listed-pairs.ts';
export { powerOverReaders } from '../statistics/readers/power-over-readers.ts';
export { readProtocol } from './studies/study-service.ts';
export { serveSweeps } from './sweeps/serve-sweeps.ts';
export { readSweepPlan } from './sweeps/sweep-service.ts';

export interface CreateServicesOptions {
  workspaceDir: string;
  /** Folder that holds resources/ and studies/. */
  appRoot: string;
  spawnWorker: SpawnWorker;
  log: Logger;
  version: string;
  /** For the window host, which has claimed the workspace and serves others: nothing may stop it for long. */
  asHost?: boolean;
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
  robustness: RobustnessService;
  reproduction: ReproductionService;
  verifications: VerifyService;
  sweeps: SweepService;
  studies: StudyService;
  designs: DesignService;
  removal: RemovalService;
  sessions: SessionService;
  results: ResultsService;
  bundles: BundleService;
  audit: AuditService;
  backups: BackupService;
  checking: CheckingService;
  startModelImport: (request: ModelImportRequest) => StartedJob<'import-model'>;
  startModelExport: (request: { model: string; out: string }) => StartedJob<'export-model'>;
  /** What a path given as a model holds. */
  networkAt: typeof networkAt;
  lookAtNetwork: (request: { path: string; output?: string | undefined }) => Promise<LookedAtNetwork>;
  startNetworkImport: (request: ImportNetworkRequest) => StartedJob<'import-network'>;
  startTreesTraining: (request: TreesRequest) => StartedJob<'train-trees'>;
  startRehearsal: (request: RehearseRequest) => StartedJob<'rehearse'>;
  /** Locks a study, and lets a program try its pairs in the background. */
  lockStudy: (studyId: string) => ReturnType<typeof lockAndTry>;
  startMachineTest: (studyId: string, options?: { network?: boolean }) => StartedJob<'machine-test'>;
  /** In an empty workspace, creates the demo study in the background; in any other, does nothing. */
  prepareDemo: () => Promise<void>;
  /** Whatever was stored is in the log of the evidence too when this resolves. Throws AppError: storage. */
  keepEvidence: () => Promise<void>;
  /** Stops every job and closes the database. */
  close: () => Promise<void>;
}

/** The whole application without an entrance: every host puts its own in front of it. */
export async function createServices(options: CreateServicesOptions): Promise<Services> {
  const { workspaceDir, appRoot, spawnWorker, log, version } = options;
  await (options.asHost ? finishRestore(workspaceDir) : finishHalfRestore(workspaceDir));
  const workspace = openWorkspace(workspaceDir, log);
  const history = openJobHistory(workspace.db, log);
  const jobs = new JobQueue(warmWorkers(spawnWorker), history);
  const context: ServiceContext = { workspace, db: workspace.db, jobs, log, appRoot, version };
  try {
    if (options.asHost) enterAsHost(workspace);
    const datasets = new DatasetService(context);
    const models = new ModelService(context, datasets);
    const trainings = new TrainingService(context, datasets, models);
    const attacks = new AttackService(context, datasets, models);
    const analyses = new AnalysisService(context, datasets, models, attacks);
    const bundles = new BundleService(context);
    const studies = new StudyService(context, new StimulusService(context, datasets, models, attacks));
    const designs = new DesignService(context, datasets, models);
    const sessions = new SessionService(context);
    const backups = new BackupService(context);
    const services: Services = {
      workspaceDir,
      version,
      jobs,
      datasets,
      models,
      trainings,
      attacks,
      analyses,
      robustness: new RobustnessService(context, { datasets, models, analyses }),
      reproduction: new ReproductionService(context, { datasets, models, trainings, attacks, analyses }),
      verifications: new VerifyService(context, models, attacks),
      sweeps: new SweepService(context, { datasets, models }),
      studies,
      designs,
      removal: new RemovalService(context, { datasets, models, attacks, analyses, studies, designs }),
      sessions,
      results: new ResultsService(context, (passphrase) => bundles.checkPassphrase(passphrase)),
      bundles,
      audit: new AuditService(context),
      backups,
      checking: new CheckingService(context),
      startModelImport: (request) => startModelImport(context, datasets, request),
      startModelExport: (request) => startModelExport(context, models, request),
      networkAt,
      lookAtNetwork: (request) => lookAtNetwork(context, request),
      startNetworkImport: (request) => startNetworkImport(context, datasets, request),
      startTreesTraining: (request) => startTreesTraining(context, datasets, request),
      startRehearsal: (request) => startRehearsal(context, sessions, request),
      lockStudy: (studyId) => lockAndTry(context, studies, studyId),
      startMachineTest: (studyId, options) => startMachineTest(context, studyId, options),
      keepEvidence: () => workspace.evidence.keep(),
      prepareDemo: () => prepareDemo(services, log),
      close: async () => {
        await jobs.close();
        await backups.close();
        if (!workspace.db.open) return;
        try {
          // The answers first: what another program holds up must not hold up them.
          await workspace.evidence.keep();
          await history.kept();
        } finally {
          truncateWal(workspace.db);
          workspace.db.close();
        }
      },
    };
    reclaimSpace(context);
    await workspace.evidence.keep();
    // What a job stores is kept when it is over; callers of the services keep what they store themselves.
    jobs.subscribe(
      () =>
        void workspace.evidence
          .keep()
          .catch((error: unknown) => log.error({ err: error }, 'the log of the evidence cannot be written')),
    );
    if (options.asHost) {
      stopBlocking(workspace.db);
      backups.beginAutomatic();
    }
    return services;
  } catch (error) {
    workspace.db.close();
    throw error;
  }
}
