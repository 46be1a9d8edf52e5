import { MessageChannel } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { connectPorts } from '../../../src-main/hosts/electron/connect-port.ts';
import { substituteElectron } from '../../helpers/substitute-electron.ts';

function setUp() {
  const { electron, ipcMain } = substituteElectron();
  const channels: MessageChannel[] = [];
  const createChannel = (): MessageChannel => {
    const channel = new MessageChannel();
    channels.push(channel);
    return channel;
  };
  connectPorts({ router: {}, ipcMain: electron.ipcMain, createChannel: createChannel as never });
  const given: unknown[][] = [];
  const frame = (origin: string) => ({ origin, postMessage: (...args: unknown[]) => void given.push(args) });
  const ask = (senderFrame: object | null, mainFrame: object | null = senderFrame): void =>
    void ipcMain.emit('equipoise:connect', { senderFrame, sender: { mainFrame } });
  const close = (): void => channels.forEach(({ port1 }) => port1.close());
  return { frame, ask, given, channels, close };
}

describe('a request for a port', () => {
  it('is answered with one end of a new channel, each time', () => {
    const { frame, ask, given, channels, close } = setUp();
    const ours = frame('equipoise://app');
    ask(ours);
    ask(ours);
    expect(given).toEqual(channels.map(({ port2 }) => ['equipoise:port', null, [port2]]));
    expect(channels).toHaveLength(2);
    close();
  });

  it('is not answered from another page, a frame inside of ours, or a frame that is gone', () => {
    const { frame, ask, given, channels } = setUp();
    ask(frame('https://evil.example'));
    ask(frame('equipoise://app'), frame('equipoise://app'));
    ask(null);
    expect([given, channels]).toEqual([[], []]);
  });
});
