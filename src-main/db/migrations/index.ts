import type { WritableDB } from '../sqlite/connection.ts';
import initial from './001-initial.ts';
import analyses from './002-analyses.ts';
import starts from './003-starts.ts';
import openLists from './004-open-lists.ts';
import importedModels from './005-imported-models.ts';
import auditChain from './006-audit-chain.ts';
import removed from './007-removed.ts';
import studySecrets from './008-study-secrets.ts';
import evidence from './009-evidence.ts';
import withdrawals from './010-withdrawals.ts';
import searches from './011-searches.ts';
import jobs from './012-jobs.ts';
import rehearsals from './013-rehearsals.ts';
import machineTests from './014-machine-tests.ts';
import sessionRekeys from './015-session-rekeys.ts';
import windowHost from './016-window-host.ts';
import readerCodes from './017-reader-codes.ts';
import sessionTrials from './018-session-trials.ts';
import amendments from './019-amendments.ts';
import bundles from './020-bundles.ts';
import designs from './021-designs.ts';
import dropOuts from './022-drop-outs.ts';
import signalPieces from './023-signal-pieces.ts';
import pairsOfRecords from './024-pairs-of-records.ts';
import removedNames from './025-removed-names.ts';
import leads from './026-leads.ts';
import readerNames from './027-reader-names.ts';
import classLists from './028-class-lists.ts';
import leadSets from './029-lead-sets.ts';
import parts from './030-parts.ts';
import auditByAction from './031-audit-by-action.ts';
import unfinishedDatasets from './032-unfinished-datasets.ts';

/** Append only: a migration that has been released never changes. user_version is the number of migrations applied. */
export const migrations: ((db: WritableDB) => void)[] = [
  initial,
  analyses,
  starts,
  openLists,
  importedModels,
  auditChain,
  removed,
  studySecrets,
  evidence,
  withdrawals,
  searches,
  jobs,
  rehearsals,
  machineTests,
  sessionRekeys,
  windowHost,
  readerCodes,
  sessionTrials,
  amendments,
  bundles,
  designs,
  dropOuts,
  signalPieces,
  pairsOfRecords,
  removedNames,
  leads,
  readerNames,
  classLists,
  leadSets,
  parts,
  auditByAction,
  unfinishedDatasets,
];
