import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnyRouter } from '@orpc/server';
import { OPEN_FRAGMENT } from '../../../src-shared/contract/let-in.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { Access } from './access.ts';
import { answerRequest, type Place } from './answer-request.ts';
import type { KeptAccess } from './kept-access.ts';
import { createRpcSocket } from './rpc-socket.ts';

const LOOPBACK = '127.0.0.1';
/** Used when no port is named: what a browser remembers (theme, calibration) belongs to the address. */
const USUAL_PORT = 4787;

export interface WebServerOptions {
  router: AnyRouter;
  /** The built window: index.html and what it loads. */
  rendererDir: string;
  /** 0: any free one. Left out: that of the last host, else the usual one, or any free one if that is taken. */
  port?: number | undefined;
  /** What the last host of the workspace left to this one. */
  kept?: KeptAccess;
  onTokenUsed?: (token: string) => void;
  onError?: (error: unknown) => void;
  keepAliveMs?: number;
}

export interface WebServer {
  origin: string;
  port: number;
  /** A new address, which lets in one browser, once. */
  issueAddress(): string;
  close(): Promise<void>;
}

/** Serves the window and the contract on the loopback address. Throws AppError 'conflict' when the port is taken. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { router, rendererDir, kept, onTokenUsed = () => {}, onError = () => {}, keepAliveMs = 30_000 } = options;
  const access = new Access(kept?.digests(), (digest) => kept?.keepSession(digest));
  const rpc = createRpcSocket({ router, place: () => place, access, onTokenUsed, keepAliveMs });
  const server = createServer((request, response) => {
    answerRequest(request, response, place).catch((error: unknown) => {
      onError(error);
      response.destroy();
    });
  });
  server.on('upgrade', (request, socket, head) => rpc.upgrade(request, socket, head));
  const port = await listenOnLoopback(server, options.port, kept?.port);
  kept?.keepPort(port);
  const { origin } = new URL(`http://${LOOPBACK}:${port}`);
  const place: Place = { origin, rendererDir };

  return {
    origin,
    port,
    issueAddress: () => `${origin}/${OPEN_FRAGMENT}${access.issueToken()}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await rpc.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function listenOnLoopback(server: Server, asked: number | undefined, last = USUAL_PORT): Promise<number> {
  try {
    return await listen(server, asked ?? last);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE' && asked === undefined) return listen(server, 0);
    if (code === 'EADDRINUSE') {
      throw new AppError('conflict', `Port ${asked} is in use. Name another with --port, or leave --port out.`);
    }
    throw new AppError('unavailable', `Port ${asked ?? last} of ${LOOPBACK} cannot be opened: ${message}.`);
  }
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}
