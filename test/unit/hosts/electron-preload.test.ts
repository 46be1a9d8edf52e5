import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { relayPort } from '../../../src-main/hosts/electron/relay-port.ts';

function setUp() {
  const sent: string[] = [];
  const posted: unknown[][] = [];
  const ipcRenderer = Object.assign(new EventEmitter(), { send: (channel: string) => void sent.push(channel) });
  let listen: (event: object) => void = () => {};
  const page = {
    location: { origin: 'equipoise://app' },
    addEventListener: (_type: string, listener: (event: object) => void) => void (listen = listener),
    postMessage: (...args: unknown[]) => void posted.push(args),
  };
  relayPort(page as never, ipcRenderer as never);
  const say = (event: object): void =>
    listen({ source: page, origin: 'equipoise://app', data: 'equipoise:connect', ...event });
  return { sent, posted, ipcRenderer, say };
}

describe('the preload script', () => {
  it('asks main for a port when the page asks', () => {
    const { sent, say } = setUp();
    say({});
    expect(sent).toEqual(['equipoise:connect']);
  });

  it.each([
    ['another window', { source: {} }],
    ['another origin', { origin: 'https://evil.example' }],
    ['a message that means something else', { data: { connect: true } }],
  ])('asks nothing for %s', (_who, event) => {
    const { sent, say } = setUp();
    say(event);
    expect(sent).toEqual([]);
  });

  it('hands main’s port to the page, and to no page of another origin', () => {
    const { posted, ipcRenderer } = setUp();
    const port = {};
    ipcRenderer.emit('equipoise:port', { ports: [port] }, null);
    expect(posted).toEqual([['equipoise:port', 'equipoise://app', [port]]]);
  });
});
