import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import { claimFile } from '../services/create-services.ts';

/**
 * Makes this process the only window host of a workspace until it ends, however it ends; single commands may work beside
 * it. Makes the folder when it is not there. Returns how to give the workspace back. Throws AppError: conflict (another
 * host has it), storage.
 *
 * What is claimed lies in the folder itself, so it is the same one under every name of the folder.
 */
export function claimWorkspace(workspaceDir: string): () => void {
  const file = path.join(workspaceDir, 'host.lock');
  let release: (() => void) | null;
  try {
    mkdirSync(workspaceDir, { recursive: true });
    release = claimFile(file);
  } catch (error) {
    throw new AppError(
      'storage',
      `The workspace ${workspaceDir} cannot be claimed with ${file} (${(error as Error).message}). ` +
        'Make the folder writable, or choose another with --workspace.',
      {},
      { cause: error },
    );
  }
  if (release === null) {
    throw new AppError(
      'conflict',
      `The workspace ${workspaceDir} is open in another Equipoise. Use its window, or name another with --workspace.`,
    );
  }
  return release;
}
