import { RPCHandler } from '@orpc/server/message-port';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createClient } from '../../src-renderer/state/client.ts';
import type { Link, OpenTransport } from '../../src-renderer/state/transport.ts';
import { workbenchClient } from './fixtures/workbench-client.ts';
import { filledWorld } from './fixtures/workbench-data.ts';

afterEach(() => {
  vi.useRealTimers();
  Reflect.deleteProperty(window, 'equipoise');
});

/** A transport that the test opens and closes by hand. */
function transport(call: Link['call']) {
  const opened: { open: () => void; close: () => void }[] = [];
  const openTransport: OpenTransport = (onOpen, onClose) => {
    opened.push({ open: onOpen, close: onClose });
    return { call };
  };
  return { opened, openTransport };
}

describe('the connection to main', () => {
  it('is opened again after a loss, at growing intervals, and says so each time', () => {
    vi.useFakeTimers();
    const { opened, openTransport } = transport(() => Promise.resolve([]));
    const states: boolean[] = [];
    createClient({ openTransport, onConnected: (connected) => states.push(connected) });
    opened[0]?.open();
    opened[0]?.close();
    vi.advanceTimersByTime(250);
    expect(opened).toHaveLength(2);
    opened[1]?.close();
    vi.advanceTimersByTime(499);
    expect(opened).toHaveLength(2);
    vi.advanceTimersByTime(1);
    expect(opened).toHaveLength(3);
    opened[2]?.open();
    expect(states).toEqual([true, false, false, true]);
  });

  it('fails a call at once while it is lost, in words for people', async () => {
    const { opened, openTransport } = transport(() => Promise.resolve([]));
    const client = createClient({ openTransport });
    opened[0]?.open();
    opened[0]?.close();
    await expect(client.datasets.list()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('fails a call that was under way when it was lost', async () => {
    const pending = Promise.withResolvers<never>();
    const { opened, openTransport } = transport(() => pending.promise);
    const client = createClient({ openTransport });
    opened[0]?.open();
    const answer = client.datasets.list();
    opened[0]?.close();
    pending.reject(new DOMException('The queue was closed.', 'AbortError'));
    await expect(answer).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('asks the preload for a port where there is one, and speaks over it', async () => {
    const { router } = workbenchClient(filledWorld());
    const answer = (event: MessageEvent): void => {
      if (event.source !== window || event.data !== 'equipoise:connect') return;
      const { port1, port2 } = new MessageChannel();
      new RPCHandler(router).upgrade(port1);
      port1.start();
      window.postMessage('equipoise:port', location.origin, [port2]);
    };
    window.addEventListener('message', answer);
    Object.assign(window, { equipoise: { host: 'electron' } });
    const states: boolean[] = [];
    const client = createClient({ onConnected: (connected) => states.push(connected) });
    const datasets = await client.datasets.list();
    window.removeEventListener('message', answer);
    expect(datasets.map(({ name }) => name)).toEqual(['training2017', 'demo']);
    expect(states).toEqual([true]);
  });
});
