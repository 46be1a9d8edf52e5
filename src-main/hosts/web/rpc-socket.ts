import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Place } from './answer-request.ts';
import { checkRequest, type Refusal } from './check-request.ts';
import type { Access } from './access.ts';
import { letIn } from './let-in.ts';

const RPC_PATH = '/rpc';
/** The largest request is a protocol that lists ten thousand pairs; answers, which carry signals, are not limited. */
const MAX_REQUEST_BYTES = 8 * 1024 * 1024;

export interface RpcSocketOptions {
  router: AnyRouter;
  place: () => Place;
  access: Access;
  /** A token was used: its address no longer opens anything. */
  onTokenUsed: (token: string) => void;
  /** A window that does not answer for this long is considered gone, and its calls are cancelled. */
  keepAliveMs: number;
}

export interface RpcSocket {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** The contract over WebSocket, only for pages of our own origin that say a session or a token first. */
export function createRpcSocket({ router, place, access, onTokenUsed, keepAliveMs }: RpcSocketOptions): RpcSocket {
  const handler = new RPCHandler(router);
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_REQUEST_BYTES, perMessageDeflate: false });
  const answering = new WeakSet<WebSocket>();
  sockets.on('connection', (client: WebSocket) => {
    answering.add(client);
    client.on('pong', () => answering.add(client));
    client.on('error', () => client.terminate()); // too large or malformed: 'close' follows and cancels its calls
    letIn(client, access, (usedToken) => {
      void handler.upgrade(client, { context: {} });
      if (usedToken !== undefined) onTokenUsed(usedToken);
    });
  });
  const keepAlive = setInterval(() => {
    for (const client of sockets.clients) {
      if (!answering.delete(client)) client.terminate();
      else client.ping();
    }
  }, keepAliveMs);
  keepAlive.unref();

  return {
    upgrade(request, socket, head) {
      socket.on('error', () => socket.destroy());
      const refusal = refuseUpgrade(request, place());
      if (refusal !== null) return refuse(socket, refusal);
      sockets.handleUpgrade(request, socket, head, (client) => sockets.emit('connection', client, request));
    },
    async close() {
      clearInterval(keepAlive);
      const gone = [...sockets.clients].map((client) => new Promise((resolve) => client.once('close', resolve)));
      for (const client of sockets.clients) client.close(1001, 'Equipoise is shutting down');
      const cutOff = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), 500);
      await Promise.all(gone);
      clearTimeout(cutOff);
      sockets.close();
    },
  };
}

function refuseUpgrade(request: IncomingMessage, place: Place): Refusal | null {
  const refusal = checkRequest(request, place.origin, { needsOrigin: true });
  if (refusal !== null) return refusal;
  if (request.url !== RPC_PATH) return { status: 404, reason: 'There is no WebSocket here.' };
  return null;
}

function refuse(socket: Duplex, { status, reason }: Refusal): void {
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(reason)}\r\n\r\n${reason}`,
  );
}
