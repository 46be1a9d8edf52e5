import type { AnyRouter } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import type { IpcMain, MessageChannelMain } from 'electron';
import { CONNECT_CHANNEL, PORT_CHANNEL } from './channels.ts';
import { isOurWindow } from './sender.ts';

export interface ConnectPortsOptions {
  router: AnyRouter;
  ipcMain: Pick<IpcMain, 'on'>;
  createChannel: () => Pick<MessageChannelMain, 'port1' | 'port2'>;
}

/** Gives our window, each time it asks, one end of a new message channel; the router answers on the other end. */
export function connectPorts({ router, ipcMain, createChannel }: ConnectPortsOptions): void {
  const handler = new RPCHandler(router);
  ipcMain.on(CONNECT_CHANNEL, (event) => {
    const { senderFrame } = event;
    if (senderFrame === null || !isOurWindow(event)) return;
    const { port1, port2 } = createChannel();
    handler.upgrade(port1, { context: {} });
    port1.start();
    senderFrame.postMessage(PORT_CHANNEL, null, [port2]);
  });
}
