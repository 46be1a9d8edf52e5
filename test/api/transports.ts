import { tmpdir } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import type { AnyRouter } from '@orpc/server';
import { CONNECT_CHANNEL } from '../../src-main/hosts/electron/channels.ts';
import { connectPorts } from '../../src-main/hosts/electron/connect-port.ts';
import { startWebServer } from '../../src-main/hosts/web/web-server.ts';
import type { Contract } from '../../src-shared/contract/index.ts';
import { sayHello, tokenOf } from '../helpers/enter-host.ts';

export type TestClient = ContractRouterClient<Contract>;

export interface Connected {
  client: TestClient;
  /** The window goes away. */
  disconnect(): void;
  close(): Promise<void>;
}

export interface Transport {
  host: 'electron' | 'web';
  connect(router: AnyRouter): Promise<Connected>;
}

/** Both ways from the renderer to a router, as the hosts build them. */
export const transports: Transport[] = [
  { host: 'web', connect: connectOverWebSocket },
  { host: 'electron', connect: connectOverMessagePort },
];

async function connectOverWebSocket(router: AnyRouter): Promise<Connected> {
  const server = await startWebServer({ router, rendererDir: tmpdir(), port: 0 });
  const { socket } = await sayHello(server.origin, { token: tokenOf(server.issueAddress()) });
  const link = new SocketLink({ websocket: socket as unknown as WebSocket });
  return { client: createORPCClient(link), disconnect: () => socket.close(), close: () => server.close() };
}

async function connectOverMessagePort(router: AnyRouter): Promise<Connected> {
  const { port1, port2 } = new MessageChannel();
  const listeners = new Map<string, (event: unknown) => void>();
  const frame = { origin: 'equipoise://app', postMessage: () => {} };
  connectPorts({
    router,
    ipcMain: { on: (channel: string, listener: (event: unknown) => void) => listeners.set(channel, listener) } as never,
    createChannel: () => ({ port1, port2 }) as never,
  });
  listeners.get(CONNECT_CHANNEL)?.({ senderFrame: frame, sender: { mainFrame: frame } });
  port2.start();
  const link = new PortLink({ port: port2 as unknown as MessagePort });
  return Promise.resolve({
    client: createORPCClient(link),
    disconnect: () => port2.close(),
    close: () => Promise.resolve(port2.close()),
  });
}
