import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { m } from '../../src-shared/messages/compiled/messages.js';
import { openSocket } from './open-socket.ts';
import type { Link, OpenTransport } from './transport.ts';
import type { Contract } from '../../src-shared/contract/index.ts';

export type Client = ContractRouterClient<Contract>;

export interface CreateClientOptions {
  /** Told every time the connection is lost or there again. */
  onConnected?: (connected: boolean) => void;
  /** Told when main does not know this page: no try helps until it is opened with a new address. */
  onRefused?: () => void;
  /** Default: the preload's port in Electron, else the WebSocket of the page's own host. */
  openTransport?: OpenTransport;
}

const RETRY_MS = [250, 500, 1000, 2000, 4000, 8000];

/**
 * The typed client. A lost transport is opened again until it answers; calls in the meantime fail at once with an
 * AppError 'unavailable', so that nobody waits for an answer that cannot come.
 */
export function createClient(options: CreateClientOptions = {}): Client {
  const open = options.openTransport ?? ('equipoise' in window ? openPort : openSocket);
  let attempt = 0;
  let link: Link | undefined;

  const connect = (): void => {
    link = open(
      () => {
        attempt = 0;
        options.onConnected?.(true);
      },
      (why = {}) => {
        link = undefined;
        if (why.refused) return options.onRefused?.();
        options.onConnected?.(false);
        setTimeout(connect, RETRY_MS[Math.min(attempt++, RETRY_MS.length - 1)]);
      },
    );
  };
  connect();

  return createORPCClient<Client>({
    async call(path, input, callOptions) {
      const current = link;
      if (current === undefined) throw connectionLost();
      try {
        return await current.call(path, input, callOptions);
      } catch (error) {
        if (link !== current && callOptions.signal?.aborted !== true) throw connectionLost();
        throw error;
      }
    },
  });
}

function connectionLost(): AppError {
  return new AppError('unavailable', m.errors_unanswered());
}

/** Electron: the preload answers 'equipoise:connect' with a port of main's. */
const openPort: OpenTransport = (onOpen, onClose) => {
  let resolve: (link: Link) => void;
  const opened = new Promise<Link>((done) => (resolve = done));
  const receive = (event: MessageEvent): void => {
    const port = event.ports[0];
    if (event.source !== window || event.data !== 'equipoise:port' || port === undefined) return;
    window.removeEventListener('message', receive);
    port.addEventListener('close', () => onClose());
    port.start();
    resolve(new PortLink({ port }));
    onOpen();
  };
  window.addEventListener('message', receive);
  window.postMessage('equipoise:connect', location.origin);
  return { call: async (path, input, callOptions) => (await opened).call(path, input, callOptions) };
};
