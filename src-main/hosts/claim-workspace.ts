import { createHash } from 'node:crypto';
import { realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';

/**
 * Makes this process the only window host of a workspace until it ends, however it ends; single commands may work beside
 * it. Returns how to give the workspace back. Throws AppError 'conflict' when another host has it.
 *
 * The claim is a local socket that is listened on: unlike a file with a process id, it cannot outlive its owner unseen.
 */
export async function claimWorkspace(workspaceDir: string): Promise<() => Promise<void>> {
  const name = socketName(workspaceDir);
  const server = (await listen(name)) ?? (await replaceIfAbandoned(name));
  if (server === null) {
    throw new AppError(
      'conflict',
      `The workspace ${workspaceDir} is open in another Equipoise. Use its window, or name another with --workspace.`,
    );
  }
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** A pipe on Windows; elsewhere a file in the temporary folder, whose path is short enough for a socket. */
function socketName(workspaceDir: string): string {
  const key = createHash('sha256')
    .update(`${userInfo().username}\n${canonical(workspaceDir)}`)
    .digest('hex')
    .slice(0, 24);
  return process.platform === 'win32' ? `\\\\.\\pipe\\equipoise-${key}` : path.join(tmpdir(), `equipoise-${key}.sock`);
}

/** The folder's one name, links resolved; a folder that is not there yet has no other. */
function canonical(folder: string): string {
  try {
    return realpathSync(folder);
  } catch {
    return path.resolve(folder);
  }
}

/** null when the name is taken. */
function listen(name: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(null);
      else reject(new AppError('unavailable', `The workspace cannot be claimed: ${error.message}.`));
    });
    server.listen(name, () => resolve(server));
  });
}

/** Of a host that was killed, the socket's file stays behind, and nobody answers there. */
async function replaceIfAbandoned(name: string): Promise<Server | null> {
  if (process.platform === 'win32' || (await answers(name))) return null;
  rmSync(name, { force: true });
  return listen(name);
}

function answers(name: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(name, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
