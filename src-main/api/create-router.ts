import { AppError } from '../../src-shared/errors/app-error.ts';
import {
  browseFolder,
  cancelRestore,
  IMPORTABLE,
  lossOf,
  planRestore,
  restoreState,
  type Services,
} from '../services/create-services.ts';
import { collectBundles, exportBundles } from './bundle-streams.ts';
import { forReaders } from './for-readers.ts';
import { keeping } from './implementation.ts';
import { watchJobs } from './watch-jobs.ts';

type Host = 'electron' | 'web';

/**
 * The contract in front of the services: parse, call, map errors; no logic. `namedWorkspace`: see app.info. `startReading`:
 * where the host can open the reading of a sealed file beside itself.
 */
export function createRouter(
  services: Services,
  host: Host,
  namedWorkspace: string | null = null,
  startReading: (file: string) => void = cannotStartReading,
) {
  const os = keeping(services);
  const { workspaceDir } = services;
  const { datasets, models, robustness, trainings, attacks, verifications, analyses, studies, designs, results, jobs } =
    services;
  /** Answers once the work has begun, so that a form stays open with what was typed where it cannot. */
  const started = async ({ id }: { id: string }): Promise<{ jobId: string }> => {
    await jobs.begun(id);
    return { jobId: id };
  };

  return os.router({
    ...readingPart(services, host, {
      ...{ mode: 'workbench', workspace: services.workspaceDir, bundle: null, namedWorkspace },
    }),
    datasets: {
      list: os.datasets.list.handler(() => datasets.list()),
      records: os.datasets.records.handler(({ input: { offset, limit, ...filter } }) =>
        datasets.records(filter, offset, limit),
      ),
      record: os.datasets.record.handler(({ input }) => {
        const { samples, ...record } = datasets.recordPiece(input.recordId, input.fromSample);
        return { ...record, samples: [...samples] };
      }),
      leads: os.datasets.leads.handler(({ input }) =>
        datasets
          .recordLeads(input.recordId, input.fromSample)
          .map(({ samples, ...lead }) => ({ ...lead, samples: [...samples] })),
      ),
      neighbours: os.datasets.neighbours.handler(({ input }) => datasets.neighbours(input.recordId, input.filter)),
      importable: os.datasets.importable.handler(() => IMPORTABLE),
      lookAt: os.datasets.lookAt.handler(({ input }) => datasets.lookAt(input)),
      import: os.datasets.import.handler(({ input }) => started(datasets.startImport(input))),
      convert: os.datasets.convert.handler(({ input }) => started(datasets.startConversion(input))),
      simulate: os.datasets.simulate.handler(({ input }) => started(datasets.startSimulation(input))),
    },
    models: {
      list: os.models.list.handler(() => models.list()),
      trainings: os.models.trainings.handler(() => trainings.list()),
      train: os.models.train.handler(({ input }) =>
        started('resume' in input ? trainings.resume(input.resume) : trainings.start(input)),
      ),
      lookAt: os.models.lookAt.handler(({ input }) => services.lookAtNetwork(input)),
      importNetwork: os.models.importNetwork.handler(({ input }) => started(services.startNetworkImport(input))),
      evaluate: os.models.evaluate.handler(({ input }) => started(models.startEvaluation(input))),
      compare: os.models.compare.handler(({ input }) => started(models.startComparison(input))),
      comparisons: os.models.comparisons.handler(({ input }) => models.comparisons(input)),
      comparison: os.models.comparison.handler(({ input }) => models.comparison(input.comparisonId)),
      robustness: os.models.robustness.handler(({ input }) => robustness.table(input)),
      robustnessFile: os.models.robustnessFile.handler(({ input }) => robustness.export(input)),
      fillRobustness: os.models.fillRobustness.handler(({ input }) => started(robustness.startFill(input))),
    },
    attacks: {
      list: os.attacks.list.handler(() => attacks.list()),
      start: os.attacks.start.handler(({ input }) => started(attacks.start(input))),
      verify: os.attacks.verify.handler(({ input }) => started(verifications.start(input))),
      verifications: os.attacks.verifications.handler(({ input }) => verifications.list(input.runId)),
      get: os.attacks.get.handler(({ input }) => attacks.run(input.runId)),
      page: os.attacks.page.handler(({ input: { filter, offset, limit, ...order } }) =>
        attacks.page(filter, order, { offset, limit }),
      ),
      choices: os.attacks.choices.handler(() => attacks.choices()),
      export: os.attacks.export.handler(({ input }) => started(attacks.startExport(input.runId, input.path))),
      outcomes: os.attacks.outcomes.handler(({ input }) => ({ text: attacks.outcomesCsv(input.runId) })),
      findings: os.attacks.findings.handler(({ input }) => attacks.findings(input.runId)),
      examples: os.attacks.examples.handler(({ input: { offset, limit, sort, descending, ...filter } }) =>
        attacks.examples(filter, offset, limit, { sort, descending }),
      ),
      neighbours: os.attacks.neighbours.handler(({ input: { exampleId, list } }) => {
        const { sort, descending, ...filter } = list;
        return attacks.neighbours(exampleId, filter, { sort, descending });
      }),
      example: os.attacks.example.handler(({ input }) => {
        const { example, original } = attacks.examplePiece(input.exampleId, input.fromSample);
        const { samplingHz, unitsPerMv, durationS } = original;
        const { options, classes } = attacks.run(example.runId);
        return {
          ...example,
          ...example.metrics,
          samplingHz,
          unitsPerMv,
          sampleCount: Math.round(durationS * samplingHz),
          original: [...original.samples],
          adversarial: [...example.samples],
          options,
          classes,
        };
      }),
    },
    analyses: {
      page: os.analyses.page.handler(({ input: { filter, offset, limit, ...order } }) =>
        analyses.page(filter, order, { offset, limit }),
      ),
      choices: os.analyses.choices.handler(() => analyses.choices()),
      get: os.analyses.get.handler(({ input }) => analyses.get(input.id)),
      export: os.analyses.export.handler(({ input }) => analyses.export(input.id)),
      start: os.analyses.start.handler(({ input }) => started(analyses.start(input.request))),
    },
    studies: {
      list: os.studies.list.handler(() => studies.list()),
      templates: os.studies.templates.handler(() => studies.templates()),
      create: os.studies.create.handler(({ input }) => started(studies.startCreate(input))),
      lock: os.studies.lock.handler(async ({ input }) => (await services.lockStudy(input.studyId)).study),
      tryMachine: os.studies.tryMachine.handler(({ input }) => started(services.startMachineTest(input.studyId))),
      sheet: os.studies.sheet.handler(({ input }) => studies.sheet(input.studyId, input.form)),
      sheetPdf: os.studies.sheetPdf.handler(async ({ input }) =>
        inBase64(await studies.sheetPdf(input.studyId, input.form)),
      ),
      perturbations: os.studies.perturbations.handler(({ input }) => studies.perturbations(input.studyId)),
      follow: os.studies.follow.handler(({ input }) => studies.follow(input.studyId)),
      readerNames: os.studies.readerNames.handler(({ input }) => studies.readerNames(input.studyId)),
      nameReader: os.studies.nameReader.handler(({ input: { studyId, ...named } }) =>
        studies.nameReader(studyId, named),
      ),
      readerNamesFile: os.studies.readerNamesFile.handler(({ input }) => studies.readerNamesFile(input.studyId)),
      withdraw: os.studies.withdraw.handler(({ input }) => studies.withdraw(input)),
      reinstate: os.studies.reinstate.handler(({ input }) => studies.reinstate(input)),
      rehearse: os.studies.rehearse.handler(({ input }) => started(services.startRehearsal(input))),
    },
    designs: {
      list: os.designs.list.handler(() => designs.list()),
      get: os.designs.get.handler(({ input }) => designs.get(input.id)),
      create: os.designs.create.handler(({ input }) => designs.create(input)),
      save: os.designs.save.handler(({ input }) => designs.save(input)),
      copy: os.designs.copy.handler(({ input }) => designs.copy(input.id)),
      power: os.designs.power.handler(({ input }) => designs.power(input.protocol, input.p)),
      readPairs: os.designs.readPairs.handler(({ input }) => designs.readPairs(input)),
      checkPairs: os.designs.checkPairs.handler(({ input }) => designs.checkPairs(input)),
      eligible: os.designs.eligible.handler(({ input }) => designs.eligible(input)),
    },
    results: {
      gate: os.results.gate.handler(({ input }) => results.gate(input.studyId)),
      open: os.results.open.handler(({ input }) => results.open(input.studyId, input, 'window')),
      evidence: os.results.evidence.handler(({ input }) => results.evidence(input.studyId)),
      responses: os.results.responses.handler(({ input }) => results.responses(input.studyId)),
      summary: os.results.summary.handler(({ input }) => results.summary(input.studyId)),
      arms: os.results.arms.handler(({ input }) => results.arms(input.studyId)),
      panel: os.results.panel.handler(({ input }) => results.panel(input.studyId)),
      thresholds: os.results.thresholds.handler(({ input }) => results.thresholds(input.studyId)),
      sessions: os.results.sessions.handler(({ input }) => results.sessions(input.studyId)),
      machine: os.results.machine.handler(({ input }) => results.machine(input.studyId)),
      agreement: os.results.agreement.handler(({ input }) => results.agreement(input.studyId)),
      figures: os.results.figures.handler(({ input }) => results.figures(input.studyId)),
      figurePdf: os.results.figurePdf.handler(async ({ input }) =>
        inBase64(await results.figurePdf(input.studyId, input.id)),
      ),
      export: os.results.export.handler(({ input }) => results.export(input.studyId, input.what, input)),
      pack: os.results.pack.handler(async ({ input }) => inBase64(await results.pack(input.studyId))),
      replay: os.results.replay.handler(({ input }) => results.replay(input.studyId, input.sessionId)),
      replayTracings: os.results.replayTracings.handler(({ input }) =>
        results.replayTracings(input.studyId, input.sessionId, input.trialId),
      ),
      replayPage: os.results.replayPage.handler(({ input }) => results.replayPage(input.studyId, input.sessionId)),
      sqlite: os.results.sqlite.handler(async ({ input }) => inBase64(await results.sqlite(input.studyId))),
    },
    bundles: {
      key: os.bundles.key.handler(() => ({ exists: services.bundles.hasKey })),
      export: os.bundles.export.handler(({ input }) => exportBundles(services, input)),
      read: os.bundles.read.handler(({ input }) => {
        startReading(input.path);
        return {};
      }),
      upload: os.bundles.upload.handler(({ input: { uploadId, name, piece } }) =>
        services.bundles.upload(uploadId, name, piece),
      ),
      collect: os.bundles.collect.handler(({ input }) => collectBundles(services, input.studyId, input.files)),
    },
    audit: {
      page: os.audit.page.handler(({ input: { before, limit, ...of } }) => services.audit.page(of, before, limit)),
      export: os.audit.export.handler(({ input: { format, ...of } }) => services.audit.export(of, format)),
    },
    files: { browse: os.files.browse.handler(({ input }) => browseFolder(input.folder)) },
    removal: {
      remove: os.removal.remove.handler(({ input }) => {
        services.removal.remove(input.kind, input.id);
        return {};
      }),
      list: os.removal.list.handler(() => services.removal.list()),
      restore: os.removal.restore.handler(({ input }) => {
        services.removal.restore(input);
        return {};
      }),
      rename: os.removal.rename.handler(({ input }) => {
        services.removal.rename(input.kind, input.id, input.name);
        return {};
      }),
    },
    workspace: {
      backups: os.workspace.backups.handler(() => ({ ...services.backups.state(), ...restoreState(workspaceDir) })),
      backUp: os.workspace.backUp.handler(() => services.backups.backUp('asked')),
      keepBackups: os.workspace.keepBackups.handler(async ({ input }) => {
        await services.backups.configure(input);
        return {};
      }),
      check: os.workspace.check.handler(() => started(services.checking.start())),
      lastCheck: os.workspace.lastCheck.handler(() => services.checking.last),
      restoreLoss: os.workspace.restoreLoss.handler(({ input }) => lossOf(workspaceDir, input.name)),
      planRestore: os.workspace.planRestore.handler(({ input }) => planRestore(workspaceDir, input.name)),
      cancelRestore: os.workspace.cancelRestore.handler(async () => {
        await cancelRestore(workspaceDir);
        return {};
      }),
    },
    jobs: {
      list: os.jobs.list.handler(() => jobs.list()),
      cancel: os.jobs.cancel.handler(({ input }) => {
        jobs.cancel(input.jobId);
        return {};
      }),
      dismiss: os.jobs.dismiss.handler(({ input }) => {
        jobs.dismiss(input.jobIds);
        return {};
      }),
      watch: os.jobs.watch.handler(({ signal }) => watchJobs(jobs, signal)),
    },
  });
}

/** What serves readers: of a workspace, or of a bundle. */
type ReadingServices = Pick<Services, 'sessions' | 'version' | 'keepEvidence'>;

function cannotStartReading(file: string): never {
  throw new AppError('refused', `A browser cannot open ${file} for reading. Type: equipoise read "${file}"`);
}

/** All that a reader's window needs, and no more: it gives access to neither truth nor results. */
export function createReadingRouter(services: ReadingServices & { path?: string }, host: Host) {
  // Where the truth lies is nothing that a reader's page needs; where the answers lie that it is to send back, is.
  return readingPart(services, host, {
    mode: 'reading',
    workspace: '',
    bundle: services.path ?? null,
    namedWorkspace: null,
  });
}

interface Served {
  mode: 'workbench' | 'reading';
  workspace: string;
  bundle: string | null;
  namedWorkspace: string | null;
}

function readingPart(services: ReadingServices, host: Host, { mode, workspace, bundle, namedWorkspace }: Served) {
  const os = keeping(services);
  const { sessions, version } = services;
  return {
    app: {
      info: os.app.info.handler(() => ({
        version,
        host,
        mode,
        workspace,
        bundle,
        namedWorkspace,
        platform: `${process.platform} ${process.arch}, Node ${process.versions.node}`,
      })),
    },
    reading: {
      studies: os.reading.studies.handler(() => sessions.studies()),
      open: os.reading.open.handler(({ input }) => forReaders(() => sessions.open(input.studyId, input.reader))),
      turn: os.reading.turn.handler(({ input }) => forReaders(() => sessions.turn(input.sessionId, input.said))),
      undo: os.reading.undo.handler(({ input }) => forReaders(() => sessions.undo(input.sessionId))),
      respond: os.reading.respond.handler(({ input }) => forReaders(() => sessions.respond(input))),
    },
  };
}

const inBase64 = ({ fileName, bytes }: { fileName: string; bytes: Buffer }) => ({
  fileName,
  base64: bytes.toString('base64'),
});
