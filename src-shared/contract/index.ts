import { oc } from '@orpc/contract';
import { z } from 'zod';
import { analysesContract } from './analyses.ts';
import { attacksContract } from './attacks.ts';
import { auditContract } from './audit.ts';
import { bundlesContract } from './bundles.ts';
import { datasetsContract } from './datasets.ts';
import { designsContract } from './designs.ts';
import { filesContract } from './files.ts';
import { jobsContract } from './jobs.ts';
import { modelsContract } from './models.ts';
import { readingContract } from './reading.ts';
import { removalContract } from './removal.ts';
import { resultsContract } from './results.ts';
import { studiesContract } from './studies.ts';
import { workspaceContract } from './workspace.ts';

/**
 * The calls between renderer and main, over a MessagePort (Electron) or a WebSocket (web host).
 * Errors are ORPCErrors whose `data` is an AppErrorData.
 */
export const contract = {
  app: {
    info: oc.output(
      z.object({
        version: z.string(),
        host: z.enum(['electron', 'web']),
        /** 'reading': only `app` and `reading` are answered. */
        mode: z.enum(['workbench', 'reading']),
        workspace: z.string(),
        /** The .equipoise file that the answers are kept in, to send back when all is read; null where a workspace is read. */
        bundle: z.string().nullable(),
        /** What a command names with --workspace; null if it finds this workspace by itself. */
        namedWorkspace: z.string().nullable(),
        platform: z.string(),
      }),
    ),
  },
  datasets: datasetsContract,
  models: modelsContract,
  attacks: attacksContract,
  analyses: analysesContract,
  studies: studiesContract,
  designs: designsContract,
  reading: readingContract,
  results: resultsContract,
  jobs: jobsContract,
  bundles: bundlesContract,
  audit: auditContract,
  files: filesContract,
  removal: removalContract,
  workspace: workspaceContract,
};
export type Contract = typeof contract;
