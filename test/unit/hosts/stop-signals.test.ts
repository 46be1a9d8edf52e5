import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { onStopSignals } from '../../../src-main/hosts/stop-signals.ts';

function setUp() {
  const source = new EventEmitter();
  const calls: string[] = [];
  let time = 1000;
  const off = onStopSignals(source, {
    stop: (signal) => calls.push(`stop ${signal}`),
    force: (signal) => calls.push(`force ${signal}`),
    now: () => time,
  });
  const send = (signal: string, afterMs = 0): void => {
    time += afterMs;
    source.emit(signal, signal);
  };
  return { calls, send, off, source };
}

describe('stop signals', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('end the program in order on %s', (signal) => {
    const { calls, send } = setUp();
    send(signal);
    expect(calls).toEqual([`stop ${signal}`]);
  });

  it('end it at once when pressed again', () => {
    const { calls, send } = setUp();
    send('SIGINT');
    send('SIGINT', 1000);
    expect(calls).toEqual(['stop SIGINT', 'force SIGINT']);
  });

  it('count one key press once, though the terminal and a launcher both pass it on', () => {
    const { calls, send } = setUp();
    send('SIGINT');
    send('SIGINT', 5);
    expect(calls).toEqual(['stop SIGINT']);
  });

  it('are left alone again afterwards', () => {
    const { source, off } = setUp();
    off();
    expect(source.eventNames()).toEqual([]);
  });
});
