import path from 'node:path';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { claimFile, HOST_LOCK, makePrivateFolder, openElsewhere } from '../services/create-services.ts';

/**
 * Makes this process the only window host of a workspace until it ends, however it ends; single commands may work
 * beside it. Creates the folder if it does not exist. Returns a function that releases the workspace. Throws AppError:
 * conflict (another host has it), storage.
 *
 * The claim lies in the folder itself, so it is the same one under every name of the folder. Should its file be removed
 * while it is held, createServices finds the host in the database (`asHost`).
 */
export function claimWorkspace(workspaceDir: string): () => void {
  let release: (() => void) | null;
  try {
    makePrivateFolder(workspaceDir);
    release = claimFile(path.join(workspaceDir, HOST_LOCK));
  } catch (error) {
    throw new AppError(
      'storage',
      `The workspace folder ${workspaceDir} cannot be written (${(error as NodeJS.ErrnoException).code}). Choose another with --workspace.`,
      {},
      { cause: error },
    );
  }
  if (release === null) throw openElsewhere(workspaceDir);
  return release;
}
